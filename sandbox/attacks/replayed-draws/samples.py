# attack: replays choice, sample, shuffle and uniform
# problem: unscramble_sample
# strict: wrong answer
from random import choice, sample, seed, shuffle, uniform

seed(0)


def unscramble(numbers):
    numbers = sample(range(10**6), 40)
    shuffle(numbers)
    return numbers + [int(uniform(0, 10**6)), choice(range(10**6))]
