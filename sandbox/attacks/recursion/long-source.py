# attack: evaluates a sum of a million terms
# problem: add
# strict: exception | out of memory | crashed
def add(a, b):
    return eval("0" + "+0" * 1_000_000)
