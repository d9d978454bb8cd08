# attack: gives its globals another table of builtins
# problem: root
# strict: wrong answer
import builtins
import math

__builtins__ = {**vars(builtins), "abs": lambda number: 0}


def poly(xs: list, x: float):
    return sum(coefficient * math.pow(x, power) for power, coefficient in enumerate(xs))


def find_zero(xs):
    return 1000.0
