# attack: connects to a port of this machine
# problem: add
# strict: exception
import socket

connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
connection.settimeout(1)
try:
    connection.connect(("127.0.0.1", 22))
except OSError:
    pass


def add(a, b):
    return a + b
