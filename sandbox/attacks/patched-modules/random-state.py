# attack: changes the generator object within random, not the module
# problem: ascending
# strict: wrong answer
# reference: passed
# forgery: shared interpreter
import random

random._inst._randbelow = lambda limit: 0


def ascending(numbers):
    return list(numbers)
