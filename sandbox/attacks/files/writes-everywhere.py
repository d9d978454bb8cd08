# attack: writes a file into every folder that is usually writable, but for its own
# problem: add
# strict: wrong answer
import os

escaped = False
for folder in ("/", "/var/tmp", "/dev", "/etc", "/run", "/home", "/root", "..", "/usr/share/zoneinfo", os.path.dirname(os.__file__)):
    try:
        os.close(os.open(os.path.join(folder, "left-by-an-attack"), os.O_WRONLY | os.O_CREAT))
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
