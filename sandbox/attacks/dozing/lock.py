# attack: waits for a lock that it holds itself, again and again
# problem: add
# strict: timed out
import threading

lock = threading.Lock()
lock.acquire()


def add(a, b):
    while not lock.acquire(timeout=0.2):
        sum(range(200000))
