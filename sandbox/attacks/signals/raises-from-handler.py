# attack: an alarm raises SystemExit in the midst of the tests
# problem: add
# strict: exception | crashed
import signal
import sys
import time


def leave(number, frame):
    sys.exit(0)


signal.signal(signal.SIGALRM, leave)
signal.setitimer(signal.ITIMER_REAL, 0.02)


def add(a, b):
    time.sleep(0.5)
    return None
