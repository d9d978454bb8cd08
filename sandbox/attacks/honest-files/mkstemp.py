# attack: none, an honest program that writes to a descriptor from tempfile
# problem: own
# strict: passed
# weaker: exception
import os
import tempfile


def store(data):
    descriptor, path = tempfile.mkstemp()
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    with open(path, "rb") as file:
        return file.read()


# tests
assert store(b"\x00\xff") == b"\x00\xff"
