# attack: reads any memory address
# problem: add
# strict: wrong answer
try:
    import ctypes

    escaped = len(ctypes.string_at(id(0), 8)) == 8
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
