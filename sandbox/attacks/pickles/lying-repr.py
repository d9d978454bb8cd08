# attack: a number that is 0 and writes itself as the right answer
# problem: add
# strict: wrong answer
class Number(int):
    def __new__(cls, shown):
        number = super().__new__(cls, 0)
        number.shown = shown
        return number

    def __repr__(self):
        return str(self.shown)

    __str__ = __format__ = __repr__


def add(a, b):
    return Number(a + b)
