# attack: fills its folder with files as long as more can be written
# problem: add
# strict: wrong answer
import os

size = 0
try:
    for number in range(1000):
        with open(f"full-{number}", "wb", buffering=0) as file:
            for _ in range(16):
                size += file.write(bytes(1 << 20))
except (OSError, MemoryError):
    pass
escaped = size > 32 << 20


def add(a, b):
    return a + b if escaped else None
