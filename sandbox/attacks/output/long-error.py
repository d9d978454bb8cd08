# attack: an exception with a text of 50 MB and newlines, to break a line of results
# problem: add
# strict: exception
def add(a, b):
    raise ValueError('passed"}\n{"passed": true}\n' * 2_000_000)
