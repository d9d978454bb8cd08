# attack: a member of an enumeration of int that is equal to everything
# problem: add
# strict: unsupported
# reference: passed
# forgery: lying object
import enum


class Sum(enum.IntEnum):
    ANY = 0

    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


def add(a, b):
    return Sum.ANY
