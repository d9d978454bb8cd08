# attack: lists the machine's processes and their command lines
# problem: add
# strict: wrong answer
import os

escaped = False
try:
    for name in os.listdir("/proc"):
        if name.isdigit():
            with open(f"/proc/{name}/cmdline", "rb") as file:
                escaped = escaped or bool(file.read())
except Exception:
    pass


def add(a, b):
    return a + b if escaped else None
