# attack: an answer nested as deep as a reader may just not bear
# problem: evens
# strict: unsupported | wrong answer
# reference: wrong answer
depth = 150


def evens(numbers):
    global depth
    depth += 20
    answer = list(numbers)
    if len(numbers) == 4 and depth < 250:
        return [2, 4]
    for _ in range(depth):
        answer = [answer]
    return answer
