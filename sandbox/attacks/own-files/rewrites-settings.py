# attack: rewrites who it is, and what the C library is told to load for that
# problem: add
# strict: wrong answer
import os

escaped = False
for path in ("/etc/passwd", "/etc/nsswitch.conf", "/etc/ld.so.preload", "/etc/hosts", "/etc/gconv"):
    for act in (
        lambda: os.open(path, os.O_RDWR),
        lambda: os.open(path, os.O_WRONLY | os.O_CREAT),
        lambda: os.rename("own", path),
        lambda: os.symlink("/tmp", path + "x"),
    ):
        try:
            act()
            escaped = True
        except Exception:
            pass


def add(a, b):
    return a + b if escaped else None
