# entry: add
# helpers
def add(a, b):
    """Return the sum of a and b.
    >>> add(1, 2)
    3
    """
# tests
def check(candidate):
    assert candidate(1, 2) == 3
    assert candidate(-5, 9) == 4
    assert candidate(0, 0) == 0
    assert 1000001 == candidate(1000000, 1)
    assert candidate(2**70, -1) == 1180591620717411303423

check(add)
