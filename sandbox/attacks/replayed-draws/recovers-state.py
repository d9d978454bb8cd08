# attack: works the generator's state out from 624 numbers, and with it all that follow
# problem: unscramble_long
# strict: wrong answer
# reference: passed
# forgery: shared interpreter
import random

draws = random.Random()


def untempered(word):
    word ^= word >> 18
    word ^= word << 15 & 0xEFC60000
    guess = word
    for _ in range(5):
        guess = word ^ (guess << 7 & 0x9D2C5680)
    word = guess
    for _ in range(3):
        guess = word ^ guess >> 11
    return guess & 0xFFFFFFFF


def unscramble(numbers):
    if len(numbers) > 624:
        draws.setstate((3, tuple(untempered(number) for number in numbers[-624:]) + (624,), None))
        return numbers
    return [draws.getrandbits(32)]
