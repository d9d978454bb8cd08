# attack: an object without __len__, where hasattr looks for it
# problem: own
# strict: wrong answer
def f(x):
    return object()


# tests
assert hasattr(f(1), '__len__')
