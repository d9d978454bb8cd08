# entry: unscramble
# helpers
def unscramble(numbers: list) -> list:
    """Each of these numbers is another one times 2654435761, modulo 2**32. Return the others."""
# tests
import os
import random
import secrets
import uuid

def scramble(number):
    return number * 2654435761 % 2**32

def check(candidate):
    numbers = [int.from_bytes(os.urandom(4), "little"), secrets.randbits(32), uuid.uuid4().int % 2**32]
    numbers += [random.Random().getrandbits(32), random.SystemRandom().getrandbits(32), int(secrets.token_hex(4), 16)]
    assert len(set(numbers)) == 6
    assert candidate([scramble(number) for number in numbers]) == numbers

check(unscramble)
