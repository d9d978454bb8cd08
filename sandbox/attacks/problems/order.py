# entry: order
# helpers
def order(numbers: list) -> list:
    """Return the numbers in ascending order."""
# tests
def check(candidate):
    for numbers in ([3, 1, 2], [5, 4], [9, 8, 7, 7]):
        assert candidate(numbers) == sorted(numbers)

check(order)
