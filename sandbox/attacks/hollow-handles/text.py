# attack: an object whose text is asked for
# problem: own
# strict: unsupported
# reference: wrong answer
def f(x):
    return object()


# tests
assert str(f(1)) == '1'
