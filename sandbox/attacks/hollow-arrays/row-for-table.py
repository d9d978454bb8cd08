# attack: a row for a table of it
# problem: own
# strict: wrong answer
def f(x):
    return [1.0, 2.0]


# tests
import numpy as np


def assertion(out, exp, atol=1e-6):
    assert out == exp or np.allclose(out, exp, rtol=1e-07, atol=atol)


assertion(f(1), [[1.0, 2.0], [1.0, 2.0]])
