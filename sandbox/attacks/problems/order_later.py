# entry: order
# helpers
def order(numbers: list) -> list:
    """Return the numbers in ascending order."""
# tests
from collections import Counter

def right(numbers):
    return sorted(numbers)

def check(candidate):
    numbers = [3, 1, 2]
    same = numbers
    got = candidate(numbers)
    expected = right(same)
    assert got == expected
    got = candidate(numbers=[4, 3])
    assert got == [3, 4]
    cases = [[2, 1], [8, 9, 7]]
    assert [candidate(case) for case in cases] == [sorted(case) for case in cases]
    case = [6, 5, 6]
    got = candidate(case)
    assert Counter(got) == Counter(case)

check(order)
