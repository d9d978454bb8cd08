# attack: maps a file of its own to run it, and loads it as a library
# problem: add
# strict: wrong answer
import os

escaped = False
try:
    import ctypes
    import mmap

    with open("code.so", "w+b") as file:
        file.write(b"\xc3" * 4096)
        file.flush()
        for act in (
            lambda: mmap.mmap(file.fileno(), 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC),
            lambda: mmap.mmap(file.fileno(), 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC),
            lambda: ctypes.CDLL("/tmp/code.so"),
        ):
            try:
                act()
                escaped = True
            except Exception:
                pass
except Exception:
    pass


def add(a, b):
    return a + b if escaped else None
