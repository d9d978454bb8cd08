# attack: a list that holds itself
# problem: evens
# strict: wrong answer | unsupported
# reference: wrong answer
def evens(numbers):
    answer = [2, 4]
    answer[:] = [answer, answer]
    return answer
