# attack: maps memory that may be written and run
# problem: add
# strict: wrong answer
try:
    import mmap

    block = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    block.write(b"\xc3")
    escaped = True
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
