# attack: answers wrongly at once and loops when the interpreter ends
# problem: add
# strict: wrong answer
import atexit


@atexit.register
def spin():
    while True:
        pass


def add(a, b):
    return None
