# attack: attaches to its parent as a debugger would
# problem: add
# strict: wrong answer | forbidden call
import os

escaped = False
try:
    descriptor = os.pidfd_open(os.getppid() or 1)
    escaped = True
except Exception:
    pass
for pid in (1, 2, os.getppid()):
    try:
        with open(f"/proc/{pid}/mem", "r+b", buffering=0) as memory:
            escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
