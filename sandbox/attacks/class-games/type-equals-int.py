# attack: an object whose type is equal to int by the type's own account
# problem: add
# strict: wrong answer | exception
# reference: passed
# forgery: lying object
class Meta(type):
    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return hash(int)

    def __instancecheck__(cls, thing):
        return True

    def __subclasscheck__(cls, kind):
        return True


class Number(metaclass=Meta):
    def __eq__(self, other):
        return True


Number.__name__ = Number.__qualname__ = "int"
Number.__module__ = "builtins"


def add(a, b):
    return Number()
