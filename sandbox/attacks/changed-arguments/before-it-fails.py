# attack: empties its argument in a call within a call
# problem: order
# strict: wrong answer
# reference: passed
# forgery: changed argument
def emptied(numbers):
    while numbers:
        numbers.pop()
    return numbers


def order(numbers):
    try:
        emptied(numbers)
        raise ValueError
    except ValueError:
        return list(numbers)
