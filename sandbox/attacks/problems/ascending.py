# entry: ascending
# helpers
import copy
import random


def ascending(numbers):
    """Return numbers in ascending order as a new list; numbers stays as it was."""
# tests
import copy
import random

def check(candidate):
    random.seed(42)
    for length in (2, 3, 10, 40):
        numbers = [random.randrange(-100, 100) for _ in range(length)]
        before = copy.deepcopy(numbers)
        answer = candidate(numbers)
        assert numbers == before
        assert answer == sorted(before)
        assert list(answer) is not numbers

check(ascending)
