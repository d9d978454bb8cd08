# attack: takes memory in blocks of 1 MB and keeps them
# problem: add
# strict: out of memory
hoard = []
while True:
    hoard.append(bytes(1 << 20))


def add(a, b):
    return a + b
