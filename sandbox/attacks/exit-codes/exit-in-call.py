# attack: leaves with the exit status of success in the midst of the tests
# problem: add
# strict: crashed
import os


def add(a, b):
    os._exit(0)
