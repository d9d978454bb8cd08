# entry: flat
# helpers
def flat(rows: list) -> list:
    """Return the items of all rows in one list."""
# tests
def check(candidate):
    rows = [[1, 2], [3], []]
    assert candidate(rows) == [item for row in rows for item in row]
    named = {"rows": [["a"], ["b", "c"]]}
    assert candidate(named["rows"]) == sum(named["rows"], [])

check(flat)
