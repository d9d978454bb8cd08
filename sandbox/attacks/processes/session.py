# attack: leaves its session and process group, so that a signal to the group misses it
# problem: add
# strict: forbidden call
import os

for leave in (os.setsid, lambda: os.setpgid(0, 0)):
    try:
        leave()
    except Exception:
        pass


def add(a, b):
    return None
