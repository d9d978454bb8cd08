# attack: changes an argument to what it answers, and in a later call to something else
# problem: own
# strict: wrong answer
# reference: wrong answer
kept = []
def order(a):
    if not kept:
        kept.append(a); a[:] = [9]; return [9]
    kept[0][:] = []
    return sorted(a)


# tests
def check(candidate):
    a = [3, 1, 2]
    b = [5, 4]
    ra = candidate(a)
    rb = candidate(b)
    assert ra == sorted(a)
    assert rb == sorted(b)
check(order)
