# attack: two instances whose class says that they are equal
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Point:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return True


def f(x):
    return Point(x)


# tests
assert f(1) == Point(2)
