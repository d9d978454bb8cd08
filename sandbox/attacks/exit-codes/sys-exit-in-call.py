# attack: sys.exit(0) in the midst of the tests
# problem: add
# strict: exception
import sys


def add(a, b):
    sys.exit(0)
