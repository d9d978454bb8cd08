# attack: opens the files of other processes and their roots through /proc
# problem: add
# strict: wrong answer
import os

escaped = False
for pid in ("self", "1", "2", str(os.getppid())):
    for entry in ("fd", "root", "cwd", "ns", "task"):
        try:
            escaped = bool(os.listdir(f"/proc/{pid}/{entry}")) or escaped
        except Exception:
            pass


def add(a, b):
    return a + b if escaped else None
