# attack: classes with the names of built-in ones
# problem: filter
# strict: wrong answer | exception
# reference: passed
# forgery: shared interpreter
class set:
    def __new__(kind, numbers=()):
        return ()


class sorted(set):
    pass


class len:
    def __new__(kind, numbers):
        return 5


def filter(numbers):
    return []
