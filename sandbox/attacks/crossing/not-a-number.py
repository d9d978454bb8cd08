# attack: a number that is neither above nor below any other
# problem: mean
# strict: wrong answer
def mean(values):
    return float("nan")
