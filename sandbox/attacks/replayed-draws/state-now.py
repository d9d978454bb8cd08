# attack: in one interpreter: looks at the generator as the tests have just left it
# problem: unscramble
# strict: wrong answer
# reference: passed
# forgery: shared interpreter
import random


def scrambled(number):
    return number * 2654435761 % 2**32


def unscramble(numbers):
    state = random.getstate()
    words, at = state[1][:-1], state[1][-1]
    word = words[at - 1]
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C5680
    word ^= word << 15 & 0xEFC60000
    return [word ^ word >> 18]
