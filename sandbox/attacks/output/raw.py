# attack: floods the descriptors of output and errors directly
# problem: add
# strict: wrong answer
import os

for _ in range(200):
    for descriptor in (1, 2):
        try:
            os.write(descriptor, b"\xff\0" * 50_000)
        except OSError:
            pass


def add(a, b):
    return None
