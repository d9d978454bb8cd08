# attack: a generator of its own, with the seed 0
# problem: unscramble
# strict: wrong answer
import random

draws = random.Random(0)


def unscramble(numbers):
    return [draws.getrandbits(32) for _ in numbers]
