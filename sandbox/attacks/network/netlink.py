# attack: asks the kernel for its network devices over netlink
# problem: add
# strict: exception
import socket

kernel = socket.socket(16, socket.SOCK_RAW, 0)
kernel.bind((0, 0))


def add(a, b):
    return a + b
