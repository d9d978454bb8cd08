# attack: a thread interrupts the main thread as a keyboard would during the tests
# problem: add
# strict: exception | crashed
# reference: exception | crashed
import _thread
import threading
import time

threading.Timer(0.02, _thread.interrupt_main).start()


def add(a, b):
    time.sleep(0.5)
    return None
