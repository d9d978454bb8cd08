# attack: leaves so little depth that whoever runs the tests in its process cannot go on
# problem: add
# strict: crashed | exception | wrong answer
# reference: exception | wrong answer
import sys


def add(a, b):
    for depth in range(5, 100):
        try:
            sys.setrecursionlimit(depth)
            break
        except RecursionError:
            pass
    return None
