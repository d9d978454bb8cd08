# attack: an object that is no context manager
# problem: own
# strict: wrong answer
def f(x):
    return object()


# tests
from contextlib import AbstractContextManager
assert isinstance(f(1), AbstractContextManager)
