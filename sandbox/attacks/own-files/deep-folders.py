# attack: makes folders in folders as deep as it goes, which takes long to remove
# problem: add
# strict: wrong answer
import os

try:
    for _ in range(3000):
        os.mkdir("d")
        os.chdir("d")
except Exception:
    pass


def add(a, b):
    return None
