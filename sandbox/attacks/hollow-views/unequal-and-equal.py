# attack: an instance that is equal and unequal as it is asked
# problem: own
# strict: wrong answer
# reference: passed
# forgery: lying object
class Point:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        return True
    def __ne__(self, other):
        return True


# tests
p = Point(1)
assert p.x == 1
assert p == Point(1)
assert p != Point(2)
