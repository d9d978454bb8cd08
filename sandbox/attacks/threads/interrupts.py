# attack: a thread raises KeyboardInterrupt in the main thread during the tests
# problem: add
# strict: exception
import _thread
import threading
import time

threading.Timer(0.02, _thread.interrupt_main).start()


def add(a, b):
    time.sleep(0.5)
    return None
