# attack: calls itself for ever
# problem: add
# strict: exception
def add(a, b):
    return add(a, b)
