# solution
def third(number):
    return number / 3
# tests
import math
assert math.isclose(third(1), 0.3333333333333333)
assert about(third(2), 0.6666666666666666)
