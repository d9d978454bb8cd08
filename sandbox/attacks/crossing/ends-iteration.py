# attack: raises StopIteration, which ends the tests' own iteration over its answers before any was compared
# problem: doubles
# strict: exception
# reference: passed
# forgery: lying object
def double(number):
    if number in (5, -1):
        return 2 * number
    raise StopIteration
