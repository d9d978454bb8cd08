# attack: none, an honest program that sends bytes through a pipe to itself
# problem: own
# strict: passed
import os


def piped(data):
    reader, writer = os.pipe()
    os.write(writer, data)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        return file.read()


# tests
assert piped(b"hello") == b"hello"
