# attack: an answer that lies by its class but would come out of a pickle as a plain number
# problem: add
# strict: wrong answer
class Answer:
    def __init__(self, value):
        self.value = value

    def __reduce__(self):
        return int, (self.value,)


def add(a, b):
    return Answer(a + b)
