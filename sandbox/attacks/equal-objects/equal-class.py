# attack: a class that is itself equal to everything, by its metaclass
# problem: add
# strict: unsupported
# reference: passed
# forgery: lying object
class Meta(type):
    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__


class Yes(metaclass=Meta):
    pass


def add(a, b):
    return Yes
