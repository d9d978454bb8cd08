# attack: ends the program successfully from the handler of an alarm that rings during the tests
# problem: add
# strict: crashed
import os
import signal
import time


def leave(number, frame):
    os._exit(0)


signal.signal(signal.SIGALRM, leave)
signal.setitimer(signal.ITIMER_REAL, 0.02)


def add(a, b):
    time.sleep(0.1)
    return None
