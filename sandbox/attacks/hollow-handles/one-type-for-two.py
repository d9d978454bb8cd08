# attack: objects of two classes, where the tests compare their types and name type in a remark
# problem: own
# strict: unsupported
# reference: wrong answer
def f(x):
    class A: pass
    class B: pass
    return A() if x == 1 else B()


# tests
# the type of both must be one
def check(candidate):
    assert type(candidate(1)) == type(candidate(2))
check(f)
