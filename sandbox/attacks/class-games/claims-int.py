# attack: an object that says by __class__ that it is an int
# problem: add
# strict: unsupported
# reference: passed
# forgery: lying object
class Claims:
    __class__ = int

    def __eq__(self, other):
        return True

    def __int__(self):
        return 3

    __index__ = __int__


def add(a, b):
    return Claims()
