# attack: calls the interpreter's own functions
# problem: add
# strict: wrong answer
try:
    import ctypes

    ctypes.pythonapi.PyRun_SimpleString(b"escaped = 1")
    escaped = True
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
