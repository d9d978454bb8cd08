# entry: half
# helpers
from fractions import Fraction


def half(n: int) -> Fraction:
    """Return n / 2 exactly."""
# tests
from fractions import Fraction

def check(candidate):
    assert candidate(3) == Fraction(3, 2)
    assert candidate(10) == Fraction(5)
    assert Fraction(-1, 2) == candidate(-1)

check(half)
