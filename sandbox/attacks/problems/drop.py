# entry: drop
# helpers
def drop(numbers: list) -> int:
    """Remove repeated numbers from the ascending list numbers in place, and return how many are left."""
# tests
def check(candidate):
    numbers = [1, 1, 2, 3, 3]
    left = candidate(numbers)
    assert left == 3
    assert numbers[:left] == [1, 2, 3]
    numbers = [4, 4]
    assert candidate(numbers) == len(numbers) == 1
    assert sum(numbers) == 4
    before = [7, 8, 8, 9]
    numbers = list(before)
    assert candidate(numbers) == len(set(before))
    assert sorted(numbers) == sorted(set(before))

check(drop)
