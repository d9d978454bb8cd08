# attack: calls a function of the C library by its address: to make memory run, to fork
# problem: add
# strict: wrong answer | crashed | forbidden call
try:
    import ctypes

    table = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_long)
    escaped = ctypes.CDLL("libc.so.6").fork() >= 0
except Exception:
    escaped = False
for act in ("libc.so.6", None, "/lib/x86_64-linux-gnu/libc.so.6"):
    try:
        ctypes.CDLL(act).mprotect
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
