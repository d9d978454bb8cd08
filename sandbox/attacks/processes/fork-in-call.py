# attack: leaves a sleeping child behind each call
# problem: add
# strict: exception
import os
import time


def add(a, b):
    if os.fork() == 0:
        time.sleep(10**6)
    return a + b
