# attack: an object without a length, where one with a length is asked for
# problem: own
# strict: wrong answer
def f(x):
    return object()


# tests
from collections.abc import Sized, Collection
assert isinstance(f(1), (Sized, Collection))
