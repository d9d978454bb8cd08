# attack: does not define what the tests ask for, and answers for names that are missing
# problem: pairs
# strict: exception
def __getattr__(name):
    return lambda *arguments: 3
