# attack: announces a buffer, and then asks for a value at another address
# problem: add
# strict: wrong answer
try:
    import ctypes

    ctypes.c_char.from_buffer_copy(b"x")
    ctypes.c_uint32.from_buffer(bytearray(8))
    escaped = ctypes.c_uint32.from_address(id(3) + 24).value == 3
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
