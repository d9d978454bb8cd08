# attack: defines the tests' function itself and calls it
# problem: add
# strict: wrong answer
def check(candidate):
    return None


def add(a, b):
    return None


check(add)
