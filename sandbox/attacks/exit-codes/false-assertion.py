# attack: an exception of its own that calls itself AssertionError
# problem: add
# strict: exception
class AssertionError(Exception):
    pass


def add(a, b):
    raise AssertionError("passed")
