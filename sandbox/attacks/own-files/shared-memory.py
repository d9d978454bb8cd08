# attack: maps a file of its own beyond what there is room for
# problem: add
# strict: wrong answer | crashed | exception
import mmap


def add(a, b):
    with open("block", "w+b") as file:
        file.truncate(32 << 20)
        with open("other", "wb") as other:
            other.write(bytes(16 << 20))
        with mmap.mmap(file.fileno(), 32 << 20) as block:
            for at in range(0, 32 << 20, 4096):
                block[at] = 1
    return None
