# attack: closes the way to its judge and sleeps, so that whoever waits for its end waits for ever
# problem: add
# strict: crashed
# reference: timed out
import os
import time


def add(a, b):
    os.closerange(3, 1024)
    time.sleep(10**6)
