# attack: leaves an iterator to the judge, which has gone through it
# problem: own
# strict: wrong answer
# reference: wrong answer
def f(it): return 0


# tests
def check(candidate):
    it = iter([1, 2, 3])
    assert candidate(it) == sum(it)
check(f)
