# attack: looks for what an earlier program left in the folder, or did to it
# problem: add
# strict: wrong answer
import os

escaped = False
try:
    status = os.stat("/tmp")
    escaped = os.listdir("/tmp") != [] or int(status.st_mtime) == 12345 or status.st_mode & 0o777 != 0o700
except Exception:
    pass


def add(a, b):
    return a + b if escaped else None
