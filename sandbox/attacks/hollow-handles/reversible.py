# attack: an object without order, where a reversible one is asked for
# problem: own
# strict: wrong answer
def f(x):
    return object()


# tests
from collections.abc import Reversible
assert isinstance(f(1), Reversible)
