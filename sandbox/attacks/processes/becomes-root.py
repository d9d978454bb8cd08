# attack: sets every user and group id to root's
# problem: add
# strict: forbidden call
import os

escaped = False
for change in (
    lambda: os.setuid(0),
    lambda: os.setgid(0),
    lambda: os.setresuid(0, 0, 0),
    lambda: os.setresgid(0, 0, 0),
    lambda: os.setgroups([0]),
):
    try:
        change()
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped or os.getuid() == 0 else None
