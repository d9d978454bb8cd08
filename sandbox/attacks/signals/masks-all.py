# attack: blocks all signals and loops
# problem: add
# strict: timed out
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    pass


def add(a, b):
    return a + b
