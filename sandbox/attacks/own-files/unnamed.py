# attack: keeps room by files that have no name any more
# problem: add
# strict: wrong answer
import os
import tempfile

held, size = [], 0
try:
    for _ in range(1000):
        held.append(tempfile.TemporaryFile(buffering=0))
        for _ in range(4):
            size += held[-1].write(bytes(1 << 20))
except (OSError, MemoryError):
    pass
escaped = size > 32 << 20 or len(held) > 64


def add(a, b):
    return a + b if escaped else None
