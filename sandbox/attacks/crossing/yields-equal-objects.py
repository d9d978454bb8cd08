# attack: a generator of objects that are equal to everything
# problem: squares
# strict: unsupported
# reference: passed
# forgery: lying object
class Yes:
    def __eq__(self, other):
        return True

    def __radd__(self, other):
        return self

    __add__ = __radd__


def squares(count):
    for _ in range(count):
        yield Yes()
