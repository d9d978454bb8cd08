# attack: leaves one number of its argument
# problem: order
# strict: wrong answer
# reference: passed
# forgery: changed argument
def order(numbers):
    del numbers[1:]
    return numbers
