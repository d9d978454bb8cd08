# attack: two objects, one of which should equal the other
# problem: own
# strict: unsupported
# reference: wrong answer
def f(x):
    return object()


# tests
assert f(1) == f(1)
