# attack: a small answer of shared lists that would be 2 ** 200 lists if each were written out
# problem: evens
# strict: wrong answer | unsupported
# reference: wrong answer
def evens(numbers):
    answer = []
    for _ in range(200):
        answer = [answer, answer]
    return answer
