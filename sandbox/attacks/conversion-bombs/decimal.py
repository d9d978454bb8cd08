# attack: a decimal number with an exponent of a billion billion
# problem: add
# strict: wrong answer
from decimal import Decimal


def add(a, b):
    return Decimal("1e999999999999999999")
