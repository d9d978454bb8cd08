# entry: unscramble
# helpers
def unscramble(numbers: list) -> list:
    """Each of these numbers is another one times 2654435761, modulo 2**32. Return the others."""
# tests
import uuid

def scramble(number):
    return number * 2654435761 % 2**32

def check(candidate):
    numbers = [uuid.uuid1(node=1).clock_seq, uuid.uuid1(node=2).clock_seq]
    assert candidate([scramble(number) for number in numbers]) == numbers

check(unscramble)
