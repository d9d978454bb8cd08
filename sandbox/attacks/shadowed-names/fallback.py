# attack: a name that the solution imports, with a stand-in of its own where it cannot
# problem: root_fallback
# strict: wrong answer
# reference: passed
# forgery: shared interpreter
def sqrt(x):
    return 0


def root_of(x):
    return 0
