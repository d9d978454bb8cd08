# attack: gives a pair of sockets an address, and sends it away to the machine's services
# problem: add
# strict: wrong answer
import socket

escaped = False
left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
for act in (
    lambda: left.bind("\0attack"),
    lambda: left.bind("/tmp/socket"),
    lambda: left.connect("\0/tmp/.X11-unix/X0"),
    lambda: left.sendto(b"x", "\0notify"),
    lambda: left.listen(),
    lambda: left.setsockopt(socket.SOL_SOCKET, 26, bytes(16)),
    lambda: socket.send_fds(left, [b"x"], [3, 4]),
    lambda: socket.socketpair(socket.AF_INET),
    lambda: socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET),
):
    try:
        act()
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
