# attack: a class that returns lists and numbers of classes of its own
# problem: stack
# strict: unsupported
# reference: passed
# forgery: lying object
class Number(int):
    def __eq__(self, other):
        return True


class Numbers(list):
    def __eq__(self, other):
        return True


class Stack:
    def push(self, item):
        pass

    def size(self):
        return Number()

    pop = size

    def items(self):
        return Numbers()
