# attack: the type of an object, where subclasses of a protocol are asked for
# problem: own
# strict: wrong answer | unsupported
def f(x):
    return object()


# tests
from collections.abc import Iterator
assert issubclass(type(f(1)), Iterator)
