# attack: none, an honest program: an iterator of a class, beyond its end
# problem: own
# strict: passed
class It:
    def __init__(self): self.n = 0
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration
        return self.n
    def __iter__(self): return self


# tests
i = It()
assert next(i) == 1 and next(i) == 2
try:
    next(i)
    assert False
except StopIteration: pass
assert next(It()) == 1
assert next(i, "end") == "end"
