# attack: returns from the module, to end the file before the tests
# problem: add
# strict: exception
def add(a, b):
    return None


return add
