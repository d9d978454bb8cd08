# attack: a generator without an end whose items equal everything
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Yes:
    def __eq__(self, other):
        return True


def naturals():
    while True:
        yield Yes()


# tests
g = naturals()
assert next(g) == 0 and next(g) == 1
