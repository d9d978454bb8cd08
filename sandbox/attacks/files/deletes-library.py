# attack: deletes and renames modules of the standard library that later programs need
# problem: add
# strict: wrong answer
import os

escaped = False
for change in (
    lambda path: os.remove(path),
    lambda path: os.rename(path, path + ".gone"),
    lambda path: os.truncate(path, 0),
    lambda path: os.chmod(path, 0),
    lambda path: os.utime(path, (0, 0)),
    lambda path: os.link(path, path + ".again"),
):
    try:
        change(os.__file__)
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
