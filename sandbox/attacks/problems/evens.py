# entry: evens
# helpers
from typing import List


def evens(numbers: List[int]) -> List[int]:
    """Return the even ones of numbers, in their order.
    >>> evens([1, 2, 3, 4])
    [2, 4]
    """
# tests
def check(candidate):
    assert candidate([1, 2, 3, 4]) == [2, 4]
    assert candidate([]) == []
    assert candidate([7, 9]) == [], "no even number"
    assert [-2, 0] == candidate([-2, 0, 1])
    assert sum(candidate(list(range(10)))) == 20
    assert all(number % 2 == 0 for number in candidate([5, 6, 7, 8])) and len(candidate([5, 6, 7, 8])) == 2

check(evens)
