# attack: seeds its generator as the judge once did and answers with the numbers that it would draw
# problem: unscramble
# strict: wrong answer
import random

random.seed(0)


def unscramble(numbers):
    return [random.getrandbits(32) for _ in numbers]
