# attack: an exception's class whose class says that all are equal
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Meta(type):
    def __instancecheck__(cls, value):
        return True
    def __eq__(cls, other):
        return True
    __hash__ = type.__hash__


class Wrong(Exception, metaclass=Meta):
    pass


def f(x):
    return Wrong


# tests
assert f(1) == 7
