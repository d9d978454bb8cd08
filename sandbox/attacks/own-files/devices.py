# attack: makes devices and named pipes in its own folder
# problem: add
# strict: wrong answer
import os
import stat

escaped = False
for kind, device in ((stat.S_IFCHR, (1, 1)), (stat.S_IFBLK, (8, 0)), (stat.S_IFIFO, (0, 0)), (stat.S_IFSOCK, (0, 0))):
    try:
        os.mknod(f"node-{kind}", kind | 0o666, os.makedev(*device))
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
