# entry: unscramble
# helpers
def unscramble(numbers: list) -> list:
    """Each of these numbers is another one times 2654435761, modulo 2**32. Return the others."""
# tests
from random import choice, sample, shuffle, uniform

def scramble(number):
    return number * 2654435761 % 2**32

def check(candidate):
    numbers = sample(range(10**6), 40)
    shuffle(numbers)
    numbers += [int(uniform(0, 10**6)), choice(range(10**6))]
    assert candidate([scramble(number) for number in numbers]) == numbers

check(unscramble)
