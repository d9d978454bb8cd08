# attack: starts a program by posix_spawn
# problem: add
# strict: exception
import os

os.posix_spawn("/bin/sh", ["sh", "-c", "true"], {})


def add(a, b):
    return a + b
