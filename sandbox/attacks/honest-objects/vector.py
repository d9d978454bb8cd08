# attack: none, an honest program: a class with operators, equality and a text
# problem: own
# strict: passed
class Vector:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return Vector(self.x + o.x, self.y + o.y)
    def __sub__(self, o): return Vector(self.x - o.x, self.y - o.y)
    def __mul__(self, k): return Vector(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __eq__(self, o): return isinstance(o, Vector) and (self.x, self.y) == (o.x, o.y)
    def __repr__(self): return f"Vector({self.x}, {self.y})"
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __neg__(self): return Vector(-self.x, -self.y)
    def __bool__(self): return bool(self.x or self.y)


# tests
assert (Vector(1, 2) + Vector(3, 4)).x == 4
assert Vector(1, 2) + Vector(3, 4) == Vector(4, 6)
assert Vector(1, 2) * 3 == Vector(3, 6)
assert 3 * Vector(1, 2) == Vector(3, 6)
assert repr(Vector(1, 2)) == "Vector(1, 2)"
assert str(Vector(1, 2) - Vector(1, 1)) == "Vector(0, 1)"
assert abs(Vector(3, 4)) == 5.0
assert (-Vector(1, 2)).y == -2
assert Vector(1, 2) != Vector(2, 1)
assert not Vector(0, 0)
v = Vector(1, 1)
v += Vector(1, 1)
assert v.x == 2
assert f"{v}" == "Vector(2, 2)"
