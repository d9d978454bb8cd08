# attack: an answer of four hundred thousand numbers
# problem: evens
# strict: wrong answer | unsupported
# reference: wrong answer
answer = list(range(400_000))


def evens(numbers):
    return answer
