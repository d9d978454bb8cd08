"""Played in the worker before its first program: candidate and judge in turns, each answering the frames that the other left.
What Python makes of code while it runs (specialized instructions, caches, interned names) is then there before the forks;
else every child would make it again, and each page that it writes is a page that the kernel copies."""
import builtins as _builtins
import os as _os
import sys as _sys

_PROGRAM = """import math
from typing import List

def rotate(values: List[int], by: int = 1) -> List[int]:
    result = []
    for index in range(len(values)):
        result.append(values[(index + by) % len(values)])
    return result if math.floor(by) == by else sorted(values)
"""
_HELPERS = '''from typing import List

def rotate(values: List[int], by: int = 1) -> List[int]:
    """The values, moved to the left."""
'''
_TESTS = """def check(candidate):
    assert candidate([1, 2, 3]) == [2, 3, 1]
    assert candidate([1, 2, 3], 2) == [3, 1, 2], "two"
    assert candidate(["a", "b"], by=0) == ["a", "b"]

check(rotate)
"""


def _played(frames, act):
    """What `act` answers on descriptor 4 to what lies ready on 3, and its result."""
    held = [_os.dup(0)]
    while held[-1] < 4:
        held.append(_os.dup(0))
    inlet, heard = _os.pipe()
    said, outlet = _os.pipe()
    _os.write(heard, frames)
    _os.dup2(inlet, 3)
    _os.dup2(outlet, 4)
    for descriptor in (heard, inlet, outlet):
        _os.close(descriptor)
    result = act()
    _os.close(3)
    _os.close(4)
    answer = _os.read(said, 1 << 16)
    for descriptor in [said] + [descriptor for descriptor in held if descriptor > 4]:
        _os.close(descriptor)
    return answer, result


def rehearse(rounds):
    """The last verdict, which must be 0: passed."""
    builtins = dict(vars(_builtins))
    streams = {name: getattr(_sys, name) for name in ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")}
    asked = b""
    for _ in range(rounds):
        answered, _ = _played(asked, lambda: serve_candidate(_PROGRAM))
        asked, (verdict, *_) = _played(answered, lambda: run_judge(_HELPERS, _TESTS, "rotate"))
    for name in vars(_builtins).keys() - builtins.keys():
        delattr(_builtins, name)
    vars(_builtins).update(builtins)
    for name, stream in streams.items():
        setattr(_sys, name, stream)
    return verdict
