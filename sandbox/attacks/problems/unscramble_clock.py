# entry: unscramble
# helpers
def unscramble(numbers: list) -> list:
    """Each of these numbers is another one times 2654435761, modulo 2**32. Return the others."""
# tests
import random
import time

def scramble(number):
    return number * 2654435761 % 2**32

def check(candidate):
    random.seed(int(time.time()))
    numbers = [random.getrandbits(32) for _ in range(20)]
    assert candidate([scramble(number) for number in numbers]) == numbers

check(unscramble)
