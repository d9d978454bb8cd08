# attack: makes all numbers of its argument equal
# problem: order
# strict: wrong answer
# reference: passed
# forgery: changed argument
def order(numbers):
    numbers[:] = [0] * len(numbers)
    return numbers[:]
