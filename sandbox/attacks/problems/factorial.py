# entry: factorial
# helpers
def factorial(n: int) -> int:
    """Return 1 * 2 * ... * n."""
# tests
def check(candidate):
    assert candidate(0) == 1
    assert candidate(30) == 265252859812191058636308480000000
    assert candidate(3000) % (10**9 + 7) == 341406877
    assert candidate(2000).bit_length() == 19053

check(factorial)
