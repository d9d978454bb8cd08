# attack: raises AssertionError itself; a wrong answer or an exception, but no pass
# problem: add
# strict: wrong answer | exception
def add(a, b):
    raise AssertionError("passed")
