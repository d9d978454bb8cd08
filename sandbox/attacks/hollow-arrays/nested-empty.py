# attack: an empty list in a list, for an empty list
# problem: own
# strict: wrong answer
def f(x):
    return [[]]


# tests
import numpy as np


def assertion(out, exp, atol=1e-6):
    assert out == exp or np.allclose(out, exp, rtol=1e-07, atol=atol)


assertion(f(1), [])
