# attack: reserves huge stacks for threads
# problem: add
# strict: wrong answer
import threading

escaped = False
try:
    threading.stack_size(1 << 36)
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    escaped = True
except Exception:
    pass


def add(a, b):
    return a + b if escaped else None
