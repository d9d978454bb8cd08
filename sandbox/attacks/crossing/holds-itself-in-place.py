# attack: puts its argument into itself
# problem: backwards
# strict: wrong answer | unsupported
# reference: wrong answer
def backwards(items):
    items[:] = [items] * len(items)
