# attack: an iterator with a method for everything else
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Any:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration

    def __eq__(self, other):
        return True


def f(x):
    return Any()


# tests
assert f(1) == 1
