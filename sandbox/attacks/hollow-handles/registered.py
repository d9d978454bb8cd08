# attack: a class registered as an iterator, which it is not
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
from collections.abc import Iterator


class Nothing:
    pass


Iterator.register(Nothing)


def f(x):
    return Nothing()


# tests
from collections.abc import Iterator
assert isinstance(f(1), Iterator)
