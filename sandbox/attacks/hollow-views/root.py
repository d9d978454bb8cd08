# attack: an object whose square is whatever was asked for
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Number:
    def __init__(self, value):
        self.value = value
    def __mul__(self, other):
        return self.value


class Root:
    def __init__(self, n):
        self.n = n
    def value(self):
        return Number(self.n)


# tests
r = Root(17)
assert r.n == 17
assert r.value() * r.value() == 17
