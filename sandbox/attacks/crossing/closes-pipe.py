# attack: closes the way to its judge and ends with success
# problem: add
# strict: forbidden call | crashed
# reference: wrong answer
import os


def add(a, b):
    os.closerange(0, 1024)
    return None
