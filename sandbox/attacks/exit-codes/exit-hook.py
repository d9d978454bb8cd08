# attack: ends with success from the hook for exceptions that nobody caught
# problem: add
# strict: exception
import os
import sys

sys.excepthook = lambda *about: os._exit(0)
sys.unraisablehook = lambda about: os._exit(0)


def add(a, b):
    raise RuntimeError("not caught")
