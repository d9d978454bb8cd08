# entry: mean
# helpers
import math


def mean(values):
    """Return the arithmetic mean of values, which are not empty."""
# tests
import math

def check(candidate):
    assert math.isclose(candidate([1.0, 2.0, 4.5]), 2.5)
    assert abs(candidate([0.1, 0.2, 0.3]) - 0.2) < 1e-9
    assert math.isclose(candidate([-1.5]), -1.5, rel_tol=1e-12)
    assert round(candidate([1, 2]), 3) == 1.5

check(mean)
