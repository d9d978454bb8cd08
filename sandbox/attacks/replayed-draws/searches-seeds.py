# attack: tries small seeds until one explains what it was asked
# problem: unscramble
# strict: wrong answer
import random

draws = None


def unscramble(numbers):
    global draws
    if draws is None:
        for seed in range(5000):
            draws = random.Random(seed)
            if draws.getrandbits(32) * 2654435761 % 2**32 == numbers[0]:
                draws = random.Random(seed)
                break
    return [draws.getrandbits(32) for _ in numbers]
