# attack: an object whose comparison returns an object that is true
# problem: add
# strict: unsupported
# reference: passed
# forgery: lying object
from types import SimpleNamespace


class Yes:
    __hash__ = None

    def __eq__(self, other):
        return SimpleNamespace(equal="certainly")


def add(a, b):
    return Yes()
