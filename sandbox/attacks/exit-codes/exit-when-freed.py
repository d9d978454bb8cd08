# attack: an answer that ends the process with success when it is freed
# problem: add
# strict: wrong answer
# reference: crashed
import os


class Leaves:
    def __del__(self):
        os._exit(0)


def add(a, b):
    return Leaves()
