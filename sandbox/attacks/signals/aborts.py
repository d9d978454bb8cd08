# attack: aborts the interpreter
# problem: add
# strict: crashed | forbidden call
import os


def add(a, b):
    os.abort()
