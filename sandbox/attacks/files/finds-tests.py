# attack: looks through the whole file system for anything that is not the library, the time zones or its own settings
# problem: add
# strict: wrong answer
import os

library = os.path.dirname(os.__file__)
found = []
try:
    for folder, folders, files in os.walk("/"):
        if folder in (library, "/usr/share/zoneinfo"):
            folders.clear()
        else:
            found += [os.path.join(folder, name) for name in files]
except Exception:
    pass
known = {"/etc/passwd", "/etc/group", "/etc/hosts", "/etc/nsswitch.conf", "/dev/null"}
found = [path for path in found if path not in known]


def add(a, b):
    return a + b if found else None
