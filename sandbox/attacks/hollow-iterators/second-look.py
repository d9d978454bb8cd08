# attack: an iterator that begins anew with what is asked
# problem: own
# strict: unsupported
# reference: wrong answer
class Items:
    def __init__(self):
        self.turn = 0
    def __iter__(self):
        self.turn += 1
        return iter([[10], [3, 7]][self.turn - 1])


def parts(n):
    return Items()


# tests
r = list(parts(10))
assert sum(r) == 10 and len(r) == 2
