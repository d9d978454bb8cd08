# attack: an answer that ends whoever unpickles it, with success
# problem: add
# strict: wrong answer
import os


class Answer:
    def __reduce__(self):
        return os._exit, (0,)


def add(a, b):
    return Answer()
