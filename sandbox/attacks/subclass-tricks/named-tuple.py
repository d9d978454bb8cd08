# attack: a named tuple that is equal to everything
# problem: add
# strict: unsupported
# reference: passed
# forgery: lying object
from typing import NamedTuple


class Sum(NamedTuple):
    a: int
    b: int

    def __eq__(self, other):
        return True


def add(a, b):
    return Sum(a, b)
