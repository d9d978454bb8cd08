# attack: an object that cannot be iterated, where an iterable is asked for
# problem: own
# strict: wrong answer
def f(x):
    return object()


# tests
from collections.abc import Iterable
assert isinstance(f(1), Iterable)
