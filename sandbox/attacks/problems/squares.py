# entry: squares
# helpers
def squares(count: int):
    """Yield the squares of 0, 1, ... count - 1."""
# tests
def check(candidate):
    assert list(candidate(4)) == [0, 1, 4, 9]
    assert sum(candidate(3)) == 5
    assert list(candidate(0)) == []

check(squares)
