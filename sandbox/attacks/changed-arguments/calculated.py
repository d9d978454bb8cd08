# attack: zeroes the items that the tests calculate with
# problem: own
# strict: wrong answer
# reference: passed
# forgery: changed argument
def f(a):
    a[0] = a[1] = 0; return 0


# tests
def check(candidate):
    a = [3, 4]
    assert candidate(a) == a[0] + a[1]
check(f)
