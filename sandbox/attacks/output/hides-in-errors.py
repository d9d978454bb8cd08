# attack: an exception whose text is endless work
# problem: add
# strict: exception
# reference: timed out
class Loud(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def add(a, b):
    raise Loud
