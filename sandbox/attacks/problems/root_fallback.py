# tests
assert root_of(4) == sqrt(4)
assert root_of(9.0) == sqrt(9)
# solution
try:
    from math import sqrt
except ImportError:
    sqrt = None

def root_of(x):
    return sqrt(x)
