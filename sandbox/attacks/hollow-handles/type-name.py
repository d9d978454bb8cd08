# attack: a class with the name that stand-ins have
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Object: pass
def f(x): return Object()


# tests
def check(candidate):
    kinds = [k.__name__ for k in map(type, [candidate(1)])]
    assert kinds == ["Object"], kinds
check(f)
