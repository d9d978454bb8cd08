# attack: an answer of three million numbers
# problem: evens
# strict: wrong answer | unsupported
# reference: wrong answer
answer = list(range(3_000_000))


def evens(numbers):
    return answer
