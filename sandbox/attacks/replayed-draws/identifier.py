# attack: replays the part of an identifier that is drawn
# problem: unscramble_identifier
# strict: wrong answer
import random
import uuid

random.seed(0)


def unscramble(numbers):
    return [uuid.uuid1(node=1).clock_seq, uuid.uuid1(node=2).clock_seq]
