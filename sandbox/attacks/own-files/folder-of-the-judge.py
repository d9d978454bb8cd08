# attack: looks for the files of its judge, by every way up
# problem: add
# strict: wrong answer
import os

escaped = False
for path in ("/judge", "/judge/tmp", "../judge/tmp", "/../judge", "/../../judge/tmp", "/candidate", "/../candidate"):
    try:
        os.listdir(path)
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
