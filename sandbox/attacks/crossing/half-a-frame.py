# attack: announces a long answer and never sends its end
# problem: add
# strict: timed out | forbidden call | crashed
# reference: timed out
import os
import time


def add(a, b):
    for descriptor in range(3, 32):
        try:
            os.write(descriptor, b"\xff\xff\xff\0V")
        except OSError:
            pass
    time.sleep(10**6)
