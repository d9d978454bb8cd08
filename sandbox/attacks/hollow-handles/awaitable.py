# attack: an object that cannot be awaited
# problem: own
# strict: wrong answer
def f(x):
    return object()


# tests
from collections.abc import Awaitable, Coroutine
assert isinstance(f(1), (Awaitable, Coroutine))
