# attack: waits for a lock that it holds
# problem: add
# strict: timed out
import threading


def add(a, b):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
