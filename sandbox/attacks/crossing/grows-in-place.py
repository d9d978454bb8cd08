# attack: makes its argument a million items longer
# problem: backwards
# strict: wrong answer | unsupported
# reference: wrong answer
def backwards(items):
    items.extend(range(1_000_000))
