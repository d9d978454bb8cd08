# attack: empties the rows of its argument, not the argument
# problem: flat
# strict: wrong answer
# reference: passed
# forgery: changed argument
def flat(rows):
    for row in rows:
        row.clear()
    return []
