# attack: a class whose instances have every attribute, and whose class has them too
# problem: stack
# strict: unsupported | wrong answer
# reference: passed
# forgery: lying object
class Meta(type):
    def __call__(cls, *arguments):
        return cls

    def __getattr__(cls, name):
        return cls

    def __eq__(cls, other):
        return True

    __hash__ = None


class Stack(metaclass=Meta):
    pass
