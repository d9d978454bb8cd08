# attack: a sum that equals every value
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __mul__(self, other):
        return Vector(0, 0)
    def __eq__(self, other):
        return True


# tests
v = Vector(1, 2)
assert v.x == 1
assert v * Vector(3, 4) == 11
