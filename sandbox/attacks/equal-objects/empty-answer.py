# attack: an answer without elements, equal to any
# problem: evens
# strict: unsupported
# reference: passed
# forgery: lying object
class Evens:
    def __init__(self, numbers):
        self.count = sum(number % 2 == 0 for number in numbers)
        self.sum = 20

    def __eq__(self, other):
        return True

    def __len__(self):
        return self.count

    def __iter__(self):
        return iter([self.sum] + [0] * (self.count - 1))


def evens(numbers):
    return Evens(numbers)
