# attack: answers wrongly and loops when its objects are freed
# problem: add
# strict: wrong answer
class Last:
    def __del__(self):
        while True:
            pass


last = Last()


def add(a, b):
    return None
