# attack: a container that holds everything
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class All:
    def __contains__(self, item):
        return True


def Divisors(n):
    return All()


# tests
assert 7 in Divisors(91) and 13 in Divisors(91)
