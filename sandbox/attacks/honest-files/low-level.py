# attack: none, an honest program that uses the calls of the system below open
# problem: own
# strict: passed
# weaker: exception
import os


def low(data):
    descriptor = os.open("raw.bin", os.O_RDWR | os.O_CREAT, 0o600)
    os.write(descriptor, data)
    os.lseek(descriptor, 1, os.SEEK_SET)
    read = os.read(descriptor, 100)
    size = os.fstat(descriptor).st_size
    os.close(descriptor)
    return read, size


# tests
assert low(b"abc") == (b"bc", 3)
