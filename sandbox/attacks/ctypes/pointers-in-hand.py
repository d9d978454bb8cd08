# attack: reads and writes memory by a pointer that it makes of a number; the interpreter is its own
# problem: add
# strict: wrong answer
try:
    import ctypes

    number = ctypes.cast(id(3) + 24, ctypes.POINTER(ctypes.c_uint32))
    escaped = number[0] == 3
except Exception:
    escaped = False


def add(a, b):
    return None
