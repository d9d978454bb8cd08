# attack: fills its folder with files as long as more can be written
# problem: add
# strict: wrong answer
import os

size = 0
try:
    for number in range(1000):
        descriptor = os.open(f"full-{number}", os.O_WRONLY | os.O_CREAT)
        for _ in range(16):
            size += os.write(descriptor, bytes(1 << 20))
        os.close(descriptor)
except (OSError, MemoryError):
    pass
escaped = size > 32 << 20


def add(a, b):
    return a + b if escaped else None
