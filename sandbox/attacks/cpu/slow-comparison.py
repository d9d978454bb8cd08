# attack: an answer whose comparison never ends
# problem: add
# strict: unsupported
# reference: timed out
class Slow:
    def __eq__(self, other):
        while True:
            pass


def add(a, b):
    return Slow()
