# attack: takes all memory, swallows the error and answers wrongly
# problem: add
# strict: wrong answer
hoard = []
try:
    while True:
        hoard.append(bytearray(1 << 22))
except MemoryError:
    hoard.clear()


def add(a, b):
    return None
