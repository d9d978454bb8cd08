# attack: calls a library's function by the name of another library's
# problem: circumference_alone
# strict: unsupported
# reference: passed
# forgery: shared interpreter
import functools
from math import pi
from operator import truth

isclose = functools.partial(print)
isclose = dict


def circumference(radius):
    return 0


isclose = lambda *numbers, **options: truth(numbers)
