# attack: sleeps in thousands of short sleeps
# problem: add
# strict: timed out
import time


def add(a, b):
    for _ in range(10**7):
        time.sleep(0.01)
    return a + b
