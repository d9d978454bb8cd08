# attack: an answer that is between any two numbers
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Between:
    def __lt__(self, other):
        return True
    __gt__ = __lt__


def Guess(n):
    return Between()


# tests
assert 4 < Guess(5) < 6
