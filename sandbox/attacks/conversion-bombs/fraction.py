# attack: a fraction with parts of a million digits
# problem: half
# strict: wrong answer
from fractions import Fraction


def half(n):
    return Fraction(1, 3 << 3_000_000)
