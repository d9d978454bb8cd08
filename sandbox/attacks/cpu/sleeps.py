# attack: sleeps, so that it uses no CPU time
# problem: add
# strict: timed out
import time


def add(a, b):
    time.sleep(10**6)
