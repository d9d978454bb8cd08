# attack: puts other rows into its argument
# problem: flat
# strict: wrong answer
# reference: passed
# forgery: changed argument
def flat(rows):
    rows[:] = [[0]]
    return [0]
