# attack: a named tuple with a method, asked for by tests that catch everything
# problem: own
# strict: unsupported
# reference: wrong answer
from collections import namedtuple
P = namedtuple("P", "x")
class P2(P):
    def size(self): return 1
def f(n): return P2(1)


# tests
def check(candidate):
    try:
        candidate(1).size()
    except:
        return
    assert False
check(f)
