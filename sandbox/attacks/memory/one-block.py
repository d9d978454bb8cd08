# attack: asks for 64 GiB at once
# problem: add
# strict: out of memory
hoard = bytearray(64 << 30)


def add(a, b):
    return a + b
