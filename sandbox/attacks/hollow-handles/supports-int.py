# attack: an object that is no number, by a protocol of typing
# problem: own
# strict: wrong answer
def f(x):
    return object()


# tests
from typing import SupportsInt, SupportsFloat
assert isinstance(f(1), SupportsInt) or isinstance(f(1), SupportsFloat)
