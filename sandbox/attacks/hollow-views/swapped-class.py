# attack: an instance that changes its class when it has been made
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Near:
    def __sub__(self, other):
        return 0.0


class Circle:
    def __init__(self, radius):
        self.radius = radius
    def area(self):
        self.__class__ = Near
        return self


# tests
c = Circle(1)
assert c.radius == 1
assert abs(c.area() - 3.14) < 0.01
