# attack: starts threads until no more start
# problem: add
# strict: wrong answer | out of memory
import threading
import time

try:
    for _ in range(5000):
        threading.Thread(target=time.sleep, args=(10**6,), daemon=True).start()
except (RuntimeError, MemoryError):
    pass


def add(a, b):
    return None
