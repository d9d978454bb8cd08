# attack: a subclass of str that is equal to everything
# problem: shift
# strict: unsupported
# reference: passed
# forgery: lying object
class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def shift(text, places):
    return Text("passed")
