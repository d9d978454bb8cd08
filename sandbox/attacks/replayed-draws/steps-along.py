# attack: draws from the generator as it finds it, in the hope that both sides began alike
# problem: unscramble
# strict: wrong answer
import random


def unscramble(numbers):
    return [random.getrandbits(32) for _ in numbers]
