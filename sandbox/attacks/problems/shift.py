# entry: shift
# helpers
def shift(text: str, places: int) -> str:
    """Move every small letter of text by places along the alphabet, z before a.
    >>> shift("xyz", 2)
    'zab'
    """
# tests
def check(candidate):
    assert candidate("xyz", 2) == "zab"
    assert candidate("hello, world", 0) == "hello, world"
    assert candidate("b", -1) == "a"
    assert candidate(candidate("round trip", 5), -5) == "round trip"
    assert candidate("abc", 1) == "bcd", f"got {candidate('abc', 1)}"

check(shift)
