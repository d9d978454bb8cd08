# attack: follows references from the modules to the pipe to its judge
# problem: add
# strict: forbidden call
# reference: forbidden call
import gc
import sys


def add(a, b):
    seen, left = set(), [sys.modules]
    while left and len(seen) < 100_000:
        thing = left.pop()
        if id(thing) not in seen:
            seen.add(id(thing))
            left += gc.get_referents(thing)
    return None
