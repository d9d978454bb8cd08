# attack: an object without a length
# problem: own
# strict: exception | unsupported
# reference: exception
def f(x):
    return object()


# tests
assert len(f(1)) >= 0
