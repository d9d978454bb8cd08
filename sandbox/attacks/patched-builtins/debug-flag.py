# attack: switches asserts off
# problem: add
# strict: wrong answer
import builtins
import sys

for holder, name in ((builtins, "__debug__"), (sys, "flags")):
    try:
        setattr(holder, name, False)
    except Exception:
        pass


def add(a, b):
    return None
