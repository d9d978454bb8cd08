# attack: puts another class in the place of AssertionError
# problem: add
# strict: wrong answer
import builtins


class Passed(Exception):
    pass


builtins.AssertionError = Passed
AssertionError = Passed


def add(a, b):
    return None
