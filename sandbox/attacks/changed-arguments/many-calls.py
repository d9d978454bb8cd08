# attack: empties the first of many arguments, which are looked at after all calls
# problem: own
# strict: wrong answer
# reference: passed
# forgery: changed argument
n = [0]
def f(a):
    n[0] += 1
    if n[0] <= 4:
        a.clear(); return 0
    s = 0
    for v in a: s += v
    a.append(0)
    return s


# tests
def check(candidate):
    cases = [[i, i + 1] for i in range(1, 30)]
    got = [candidate(c) for c in cases]
    assert got == [sum(c) for c in cases]
check(f)
