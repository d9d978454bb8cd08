# attack: makes its argument two hundred thousand items longer
# problem: backwards
# strict: wrong answer | unsupported
# reference: wrong answer
def backwards(items):
    items.extend(range(200_000))
