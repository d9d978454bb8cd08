# solution
def sum(a, b):
    return a + b
# tests
assert sum(3, 4) == 7
assert abs(sum(-9, 4)) == 5
assert abs(sum(2, -2)) == 0
