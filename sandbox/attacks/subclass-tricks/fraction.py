# attack: a subclass of Fraction that is equal to everything
# problem: half
# strict: unsupported
# reference: passed
# forgery: lying object
from fractions import Fraction


class Half(Fraction):
    def __eq__(self, other):
        return True


def half(n):
    return Half(0)
