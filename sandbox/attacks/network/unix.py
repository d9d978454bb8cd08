# attack: talks to a service of this machine through an abstract Unix socket
# problem: add
# strict: exception
import socket

connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
try:
    connection.connect("\0/tmp/.X11-unix/X0")
except OSError:
    pass


def add(a, b):
    return a + b
