# attack: sends a datagram to a public name server
# problem: add
# strict: exception
import socket


def add(a, b):
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    out.sendto(b"\x12\x34\1\0\0\1\0\0\0\0\0\0\7example\3com\0\0\1\0\1", ("1.1.1.1", 53))
    return a + b
