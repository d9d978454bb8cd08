# attack: an object that divides every number
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Any:
    def __rmod__(self, other):
        return 0
    def __gt__(self, other):
        return True


def Divisor(n):
    return Any()


# tests
assert 91 % Divisor(91) == 0 and 91 > 1
