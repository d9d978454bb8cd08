# attack: an object to which something is added
# problem: own
# strict: exception | unsupported
# reference: exception
def f(x):
    return object()


# tests
assert f(1) + 1 == 2
