# attack: sets the machine's clock back
# problem: add
# strict: forbidden call
import time

escaped = False
try:
    time.clock_settime(time.CLOCK_REALTIME, 0)
    escaped = True
except Exception:
    pass


def add(a, b):
    return a + b if escaped else None
