# attack: changes the flags of an open file that later programs would share
# problem: add
# strict: wrong answer
import fcntl
import os

escaped = False
try:
    escaped = bool(fcntl.fcntl(0, fcntl.F_GETFL) & (os.O_NONBLOCK | os.O_APPEND))
    fcntl.fcntl(0, fcntl.F_SETFL, os.O_NONBLOCK | os.O_APPEND)
    os.set_blocking(1, False)
except Exception:
    pass


def add(a, b):
    return a + b if escaped else None
