# attack: passes descriptors through a pair of sockets
# problem: add
# strict: exception
import socket

left, right = socket.socketpair()
socket.send_fds(left, [b"x"], [0])


def add(a, b):
    return a + b
