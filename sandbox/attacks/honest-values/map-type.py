# attack: none, an honest program: the iterators of built-in functions
# problem: own
# strict: passed
def text_of(n):
    return map(str, range(n)), filter(None, range(n)), zip(range(n), "abc"), enumerate("ab", n)


# tests
texts, odd, pairs, numbered = text_of(2)
assert isinstance(texts, map) and list(texts) == ["0", "1"]
assert isinstance(odd, filter) and list(odd) == [1]
assert isinstance(pairs, zip) and list(pairs) == [(0, "a"), (1, "b")]
assert isinstance(numbered, enumerate) and dict(numbered) == {2: "a", 3: "b"}
