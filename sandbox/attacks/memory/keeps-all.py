# attack: keeps all memory, so that whatever else must run in its process has none
# problem: add
# strict: out of memory | wrong answer | exception | crashed
hoard = []
size = 1 << 24
while size > 64:
    try:
        hoard.append(bytearray(size))
    except MemoryError:
        size //= 2


def add(a, b):
    return [None] * 1000
