# attack: a sorted of its own where all names of the tests are built-in
# problem: filter
# strict: wrong answer | exception
# reference: passed
# forgery: shared interpreter
def sorted(numbers):
    return 0


def set(numbers=()):
    return 0


def len(numbers):
    return 5


def filter(numbers):
    return []
