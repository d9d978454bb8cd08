# attack: a thread that the interpreter would wait for sleeps for ever
# problem: add
# strict: wrong answer
import threading
import time

threading.Thread(target=time.sleep, args=(10**6,)).start()


def add(a, b):
    return None
