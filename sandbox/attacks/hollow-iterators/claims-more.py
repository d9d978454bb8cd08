# attack: an iterator that says it has no more when it has, and answers in the place of its items
# problem: own
# strict: wrong answer
def items():
    yield from ()


# tests
assert list(items()) == [1, 2, 3]
