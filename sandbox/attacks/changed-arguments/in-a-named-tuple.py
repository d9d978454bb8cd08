# attack: empties a list that lies in a named tuple
# problem: own
# strict: wrong answer
# reference: passed
# forgery: changed argument
def f(row):
    row.items.clear(); return 0


# tests
from collections import namedtuple
Row = namedtuple("Row", "name items")
def total(row): return sum(row.items)
def check(candidate):
    row = Row("a", [3, 4])
    assert candidate(row) == total(row)
check(f)
