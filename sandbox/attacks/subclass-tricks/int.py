# attack: a subclass of int that is equal to everything
# problem: add
# strict: unsupported
# reference: passed
# forgery: lying object
class Number(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


def add(a, b):
    return Number(a)
