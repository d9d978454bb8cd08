# tests
from collections import Counter
assert tally("banana") == Counter({"a": 3, "n": 2, "b": 1})
assert tally("") == {}
assert tally("zz")["z"] == 2
