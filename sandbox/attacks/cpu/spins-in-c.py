# attack: loops for ever inside one C call, where no signal handler of Python runs
# problem: add
# strict: timed out
def add(a, b):
    return sum(iter(int, 1))
