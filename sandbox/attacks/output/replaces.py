# attack: puts an object in the place of sys.stdout whose flush never ends
# problem: add
# strict: wrong answer
import sys


class Stuck:
    def write(self, text):
        return len(text)

    def flush(self):
        while True:
            pass


sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Stuck()


def add(a, b):
    return None
