# entry: how_often
# helpers
def how_often(text: str, letter: str) -> int:
    """Return how often letter occurs in text."""
# tests
def check(candidate):
    assert len("ab" * candidate("banana", "a")) == 6
    assert sum(range(candidate("banana", "n"))) == 1
    assert candidate("", "x") == 0

check(how_often)
