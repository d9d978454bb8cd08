# attack: makes pairs of sockets and event files until there are no more, and fills them
# problem: add
# strict: wrong answer
import os
import socket

held, size = [], 0
for make in (socket.socketpair, lambda: (os.eventfd(0), 0), os.pipe):
    try:
        for _ in range(10_000):
            held.append(make())
            if isinstance(held[-1][0], socket.socket):
                held[-1][0].setblocking(False)
                while True:
                    try:
                        size += held[-1][0].send(bytes(1 << 16))
                    except BlockingIOError:
                        break
    except OSError:
        pass
escaped = len(held) > 64 or size > 64 << 20


def add(a, b):
    return a + b if escaped else None
