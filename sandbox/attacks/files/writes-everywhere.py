# attack: writes a file into every folder that is usually writable
# problem: add
# strict: wrong answer
import os

escaped = False
for folder in (".", "/", "/tmp", "/var/tmp", "/dev/shm", "/run", "/home", "/root", os.path.dirname(os.__file__)):
    try:
        os.close(os.open(os.path.join(folder, "left-by-an-attack"), os.O_WRONLY | os.O_CREAT))
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
