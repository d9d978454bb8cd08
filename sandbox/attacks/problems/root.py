# entry: find_zero
# helpers
import math


def poly(xs: list, x: float):
    """The value at x of the polynomial with coefficients xs, lowest degree first."""
    return sum(coefficient * math.pow(x, power) for power, coefficient in enumerate(xs))


def find_zero(xs: list):
    """Return an x where poly(xs, x) is 0; xs has an even length and its last coefficient is not 0."""
# tests
def check(candidate):
    for coefficients in ([1, 2], [-6, 11, -6, 1], [5, -3, 0, 2]):
        answer = candidate(coefficients)
        assert abs(poly(coefficients, answer)) < 1e-4

check(find_zero)
