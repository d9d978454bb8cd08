# attack: a class that calls everything its subclass
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
from abc import ABC


class Shape(ABC):
    @classmethod
    def __subclasshook__(cls, other):
        return True


def f(x):
    return object()


# tests
assert isinstance(f(1), Shape)
