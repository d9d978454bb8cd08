# attack: a class of the tests whose every method returns the instance, which is equal to everything
# problem: stack
# strict: unsupported | wrong answer
# reference: passed
# forgery: lying object
class Stack:
    def __eq__(self, other):
        return True

    def push(self, item):
        return self

    pop = size = items = lambda self: self
