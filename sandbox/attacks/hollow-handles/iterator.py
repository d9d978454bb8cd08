# attack: an object that cannot be iterated, where an iterator is asked for
# problem: own
# strict: wrong answer
def f(x):
    return object()


# tests
from collections.abc import Iterator
assert isinstance(f(1), Iterator)
