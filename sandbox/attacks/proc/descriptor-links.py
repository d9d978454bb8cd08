# attack: opens its own pipe anew by the name that the kernel gives it
# problem: add
# strict: wrong answer
import os

escaped = False
for descriptor in range(64):
    for path in (f"/proc/self/fd/{descriptor}", f"/dev/fd/{descriptor}"):
        try:
            os.close(os.open(path, os.O_RDWR))
            escaped = True
        except Exception:
            pass


def add(a, b):
    return a + b if escaped else None
