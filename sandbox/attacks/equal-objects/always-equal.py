# attack: an object that is equal to everything
# problem: add
# strict: unsupported
# reference: passed
# forgery: lying object
class Yes:
    def __eq__(self, other):
        return True


def add(a, b):
    return Yes()
