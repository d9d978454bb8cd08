# attack: a method that returns an object whose distance from any number is nothing
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Zero:
    def __sub__(self, other):
        return 0
    __rsub__ = __sub__


class Circle:
    def __init__(self, radius):
        self.radius = radius
    def area(self):
        return Zero()


# tests
c = Circle(2)
assert c.radius == 2
assert abs(c.area() - 12.566) < 0.01
