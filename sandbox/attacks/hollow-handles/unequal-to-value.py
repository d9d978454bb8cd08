# attack: an instance that calls itself equal to a value
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Point:
    def __eq__(self, other):
        return True


def f(x):
    return Point()


# tests
assert f(1) == 1
