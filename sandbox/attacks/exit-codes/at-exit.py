# attack: registers an exit with success for the end of the interpreter
# problem: add
# strict: wrong answer
import atexit
import os

atexit.register(os._exit, 0)


def add(a, b):
    return None
