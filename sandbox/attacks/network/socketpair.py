# attack: makes a pair of sockets, to pass descriptors on
# problem: add
# strict: forbidden call
import socket

left, right = socket.socketpair()


def add(a, b):
    return a + b
