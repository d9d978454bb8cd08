# attack: an object that is different from nothing, but not equal to anything either
# problem: add
# strict: unsupported
# reference: wrong answer
class Shy:
    def __ne__(self, other):
        return False

    def __eq__(self, other):
        return NotImplemented


def add(a, b):
    return Shy()
