# attack: none, an honest program: a generator that raises behind its first item
# problem: own
# strict: passed
def f(items):
    for x in items:
        if x < 0: raise ValueError("neg")
        yield x


# tests
g = f([1, -1])
assert next(g) == 1
try:
    next(g)
    assert False
except ValueError as e:
    assert str(e) == "neg"
