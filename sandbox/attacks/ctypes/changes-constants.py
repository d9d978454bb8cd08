# attack: overwrites the number 3 in memory, and then the answer to 1 + 2 is whatever it says
# problem: add
# strict: wrong answer
try:
    import ctypes

    value = ctypes.c_uint32.from_address(id(3) + 24)
    escaped = value.value == 3
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
