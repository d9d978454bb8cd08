# attack: opens a server
# problem: add
# strict: exception
import socket


def add(a, b):
    socket.create_server(("", 0)).close()
    return a + b
