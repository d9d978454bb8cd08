# attack: starts a program by posix_spawn
# problem: add
# strict: forbidden call
import os

os.posix_spawn("/bin/sh", ["sh", "-c", "true"], {})


def add(a, b):
    return a + b
