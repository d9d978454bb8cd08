# attack: none, an honest program: an exception with its cause
# problem: own
# strict: passed
def parse(text):
    try:
        return int(text)
    except ValueError as problem:
        raise RuntimeError('no number') from problem


# tests
try:
    parse('x')
except RuntimeError as problem:
    assert isinstance(problem.__cause__, ValueError)
else:
    assert False
