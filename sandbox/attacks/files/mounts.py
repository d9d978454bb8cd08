# attack: changes what is mounted, through the C library's syscall
# problem: add
# strict: wrong answer
escaped = False
try:
    import ctypes

    escaped = ctypes.CDLL(None).mount(b"none", b"/", b"tmpfs", 0, None) == 0
except Exception:
    pass


def add(a, b):
    return a + b if escaped else None
