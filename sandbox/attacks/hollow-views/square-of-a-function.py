# attack: a function with a capital whose answers multiply to what was asked for
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Number:
    def __init__(self, value):
        self.value = value
    def __mul__(self, other):
        return self.value


def Root(n):
    return Number(n)


# tests
r = Root(17)
assert r * r == 17
