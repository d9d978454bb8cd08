# entry: unscramble
# helpers
def unscramble(numbers: list) -> list:
    """Each of these numbers is another one times 2654435761, modulo 2**32. Return the others."""
# tests
import random

def scramble(number):
    return number * 2654435761 % 2**32

def check(candidate):
    noise = [random.getrandbits(32) for _ in range(640)]
    assert len(candidate(noise)) == 640
    for _ in range(20):
        number = random.getrandbits(32)
        assert candidate([scramble(number)]) == [number]

check(unscramble)
