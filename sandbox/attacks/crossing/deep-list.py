# attack: an answer nested a hundred thousand times
# problem: evens
# strict: unsupported
# reference: wrong answer
def evens(numbers):
    answer = []
    for _ in range(100_000):
        answer = [answer]
    return answer
