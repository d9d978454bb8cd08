# attack: lifts the limit of the depth and calls itself for ever
# problem: add
# strict: timed out | out of memory | crashed
import sys

sys.setrecursionlimit(2**31 - 1)


def add(a, b):
    return add(a, b)
