# attack: none, an honest program: operators and comparisons in chains
# problem: own
# strict: passed
class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + o.x)
    def __lt__(self, o): return self.x < o.x
    def __eq__(self, o): return isinstance(o, V) and self.x == o.x
    def __le__(self, o): return self.x <= o.x


# tests
a, b, c = V(1), V(2), V(3)
assert a.x == 1
assert a + b + a == V(4)
assert a < b < c
assert a <= a and not b <= a
assert max([a, b, c]) is c
assert sorted([c, a, b])[0] is a
assert (a + b) is not c
assert (a + b) == c
assert a != b and not a == b
