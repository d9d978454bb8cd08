# attack: registers how plain numbers are pickled and copied
# problem: add
# strict: wrong answer
import copyreg
import os

for kind in (int, str, list, dict, type(None)):
    copyreg.pickle(kind, lambda value: (os._exit, (0,)))


def add(a, b):
    return None
