# attack: starts as many threads as it can and keeps them, so that neighbours cannot start theirs
# problem: add
# strict: wrong answer | out of memory
import threading
import time

threading.stack_size(64 << 10)
try:
    while True:
        threading.Thread(target=time.sleep, args=(10**6,), daemon=True).start()
except (RuntimeError, MemoryError):
    pass


def add(a, b):
    return None
