# attack: objects of two classes, where the tests count their types
# problem: own
# strict: unsupported
# reference: wrong answer
def f(x):
    class A: pass
    class B: pass
    return A() if x == 1 else B()


# tests
def check(candidate):
    assert len(set(map(type, [candidate(1), candidate(2)]))) == 1
check(f)
