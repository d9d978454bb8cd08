# attack: none, an honest program: a generator that runs when it is asked
# problem: own
# strict: passed
log = []
def f(n):
    for i in range(n):
        log.append(i)
        yield i
def seen(): return list(log)


# tests
g = f(3)
assert seen() == []
next(g)
assert seen() == [0]
assert list(g) == [1, 2]
assert seen() == [0, 1, 2]
