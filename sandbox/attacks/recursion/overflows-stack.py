# attack: recursion through the interpreter's own C functions, until its stack overflows
# problem: add
# strict: crashed | exception
import sys

sys.setrecursionlimit(2**31 - 1)


class Number:
    def __add__(self, other):
        return self + other


def add(a, b):
    return Number() + b
