# attack: a generator that never ends
# problem: squares
# strict: unsupported
# reference: out of memory
import itertools


def squares(count):
    return itertools.count()
