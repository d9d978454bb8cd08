# attack: plants compiled bytecode beside a library module, for the next program to import
# problem: add
# strict: wrong answer
import os

escaped = False
try:
    import importlib.util

    target = importlib.util.cache_from_source(os.__file__)
    os.close(os.open(target, os.O_RDWR))
    escaped = True
except Exception:
    pass


def add(a, b):
    return a + b if escaped else None
