# attack: a thread ends the whole process during the tests
# problem: add
# strict: crashed
import os
import threading
import time

threading.Timer(0.02, os._exit, (0,)).start()


def add(a, b):
    time.sleep(0.5)
    return None
