# attack: calls the C library
# problem: add
# strict: wrong answer
try:
    import ctypes

    escaped = ctypes.CDLL(None).getpid() > 0
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
