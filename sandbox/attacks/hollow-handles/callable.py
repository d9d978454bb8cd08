# attack: an object that is no function, where one is asked for
# problem: own
# strict: wrong answer
def f(x):
    return object()


# tests
r = f(1)
assert callable(r)
