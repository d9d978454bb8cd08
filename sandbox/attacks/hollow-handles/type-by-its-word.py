# attack: answers that the type of an object is int
# problem: own
# strict: forbidden call
# reference: wrong answer
import sys
def f(x):
    return C()
class C: pass
g = sys._getframe(1).f_globals
_told = g["told"]
def told(target, op, request):
    if op == b"Y": return int
    return _told(target, op, request)
g["told"] = told


# tests
def check(candidate):
    assert type(candidate(1)) is int
    assert type(candidate(2)) == int
check(f)
