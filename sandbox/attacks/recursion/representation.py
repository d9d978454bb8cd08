# attack: an object that is asked for its text within its text
# problem: add
# strict: exception
class Endless:
    def __repr__(self):
        return f"<{self!r}>"

    __str__ = __repr__


def add(a, b):
    raise ValueError(str(Endless()))
