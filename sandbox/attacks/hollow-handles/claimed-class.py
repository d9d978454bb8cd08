# attack: an object that says that its class is int
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Int:
    @property
    def __class__(self):
        return int


def f(x):
    return Int()


# tests
assert isinstance(f(1), int)
