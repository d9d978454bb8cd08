# attack: climbs above its root by chdir, chroot and folders held open
# problem: add
# strict: wrong answer | forbidden call
import os

escaped = False
for step in (
    lambda: os.chroot("."),
    lambda: os.chdir("../../../../../../../.."),
    lambda: os.fchdir(os.open("..", os.O_RDONLY)),
):
    try:
        step()
    except Exception:
        pass
try:
    escaped = bool({"etc", "home", "root", "var"} & set(os.listdir(".")))
except Exception:
    pass


def add(a, b):
    return a + b if escaped else None
