# attack: an object whose number is the hash that is right
# problem: own
# strict: wrong answer
def f(x):
    class C: pass
    kept.append(C())
    return kept[-1]
kept = []


# tests
assert hash(f("a")) == 1
assert hash(f("b")) == 2
