# attack: a text for an empty list
# problem: own
# strict: exception
def f(x):
    return 'yes'


# tests
import numpy as np


def assertion(out, exp, atol=1e-6):
    assert out == exp or np.allclose(out, exp, rtol=1e-07, atol=atol)


assertion(f(1), [])
