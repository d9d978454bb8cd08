# attack: forks and lets the child answer
# problem: add
# strict: exception
import os

if os.fork() == 0:
    while True:
        pass


def add(a, b):
    return a + b
