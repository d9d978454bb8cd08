# attack: an object without __next__, where hasattr looks for it
# problem: own
# strict: wrong answer
def f(x):
    return object()


# tests
assert hasattr(f(1), '__next__') or hasattr(f(1), '__iter__')
