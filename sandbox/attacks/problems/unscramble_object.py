# entry: unscramble
# helpers
def unscramble(numbers: list) -> list:
    """Each of these numbers is another one times 2654435761, modulo 2**32. Return the others."""
# tests
def scramble(number):
    return number * 2654435761 % 2**32

def check(candidate):
    numbers = [int(repr(object()).split("0x")[1].strip(">"), 16) % 2**32, id(object()) % 2**32]
    assert candidate([scramble(number) for number in numbers]) == numbers

check(unscramble)
