# attack: an object whose distance from any number is nothing
# problem: root
# strict: wrong answer
# reference: passed
# forgery: lying object
import math


class Near:
    def __float__(self):
        return 0.0

    def __rpow__(self, other):
        return self

    def __call__(self, *arguments):
        return self

    def __abs__(self):
        return 0

    __mul__ = __rmul__ = __add__ = __radd__ = __sub__ = __rsub__ = __call__


class Coefficient(float):
    __mul__ = __rmul__ = lambda self, other: Near()


def poly(xs: list, x: float):
    return sum(coefficient * math.pow(x, power) for power, coefficient in enumerate(xs))


def find_zero(xs):
    xs[:] = [Coefficient(x) for x in xs]
    return 0.0
