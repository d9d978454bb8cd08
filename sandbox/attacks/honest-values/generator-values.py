# attack: none, an honest program: a generator and a generator expression
# problem: own
# strict: passed
def evens(n):
    for i in range(n):
        if i % 2 == 0:
            yield i


# tests
assert list(evens(5)) == [0, 2, 4]
assert sum(x for x in evens(7)) == 12
assert next(evens(3)) == 0
