# attack: maps memory that its children and neighbours would share
# problem: add
# strict: wrong answer
escaped = False
try:
    import mmap

    block = mmap.mmap(-1, 8 << 30, flags=mmap.MAP_SHARED)
    escaped = True
except (ImportError, OSError, ValueError, MemoryError):
    pass


def add(a, b):
    return a + b if escaped else None
