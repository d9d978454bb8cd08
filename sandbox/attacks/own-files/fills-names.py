# attack: makes folders until no more can be made
# problem: add
# strict: wrong answer
import os

made = 0
try:
    while made < 100_000:
        os.mkdir(f"folder-{made}")
        made += 1
except OSError:
    pass
escaped = made > 2048


def add(a, b):
    return a + b if escaped else None
