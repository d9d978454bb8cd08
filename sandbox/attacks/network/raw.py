# attack: opens a raw packet socket
# problem: add
# strict: exception
import socket

tap = socket.socket(17, socket.SOCK_RAW, 0x0300)


def add(a, b):
    return a + b
