# attack: replays a text letter by letter
# problem: letters
# strict: wrong answer
import string
from random import choice, randint, seed

seed(0)


def decode(text):
    return "".join(choice(string.ascii_lowercase) for _ in range(randint(10, 20)))
