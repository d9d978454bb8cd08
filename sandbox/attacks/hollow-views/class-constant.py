# attack: a constant of a class that is near everything
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Near:
    def __sub__(self, other):
        return 0.0


class Circle:
    PI = Near()
    def __init__(self, radius):
        self.radius = radius


# tests
assert Circle(1).radius == 1
assert abs(Circle.PI - 3.14159) < 0.001
