# entry: backwards
# helpers
from typing import List


def backwards(items: List[int]) -> None:
    """Reverse items in place and return None."""
# tests
def check(candidate):
    items = [1, 2, 3]
    assert candidate(items) is None
    assert items == [3, 2, 1]
    nested = [[1], [2], [3, 4]]
    last = nested[2]
    candidate(nested)
    assert nested == [[3, 4], [2], [1]]
    assert nested[0] == last
    empty = []
    candidate(empty)
    assert empty == []

check(backwards)
