# attack: reads a number of a million digits
# problem: add
# strict: exception
def add(a, b):
    return int("9" * 10**6)
