# attack: makes one file of many gigabytes, most of it a hole
# problem: add
# strict: wrong answer
import os

escaped = False
for grow in (
    lambda descriptor: os.ftruncate(descriptor, 1 << 40),
    lambda descriptor: os.posix_fallocate(descriptor, 0, 1 << 30),
    lambda descriptor: os.pwrite(descriptor, b"x", 1 << 40),
):
    try:
        descriptor = os.open("sparse", os.O_RDWR | os.O_CREAT)
        grow(descriptor)
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
