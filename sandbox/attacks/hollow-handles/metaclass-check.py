# attack: a class that calls everything its instance
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Meta(type):
    def __instancecheck__(self, other):
        return True


class Shape(metaclass=Meta):
    pass


def f(x):
    return object()


# tests
assert isinstance(f(1), Shape)
