# attack: uses _ctypes without ctypes
# problem: add
# strict: wrong answer
try:
    import _ctypes

    escaped = bool(_ctypes.dlopen(None, 0))
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
