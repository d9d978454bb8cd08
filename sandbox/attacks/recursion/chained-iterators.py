# attack: a million iterators, each within the other
# problem: add
# strict: crashed | exception
def add(a, b):
    items = iter([a, b])
    for _ in range(1_000_000):
        items = filter(None, items)
    return next(items)
