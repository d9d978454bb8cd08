"""Frames between the two sides: a length and a payload, over descriptors 3 and 4."""
import os as _os


class Pipe:
    def __init__(self, limit, total):
        self.limit, self.left = limit, total

    def send(self, payload, _write=_os.write):
        data = memoryview(len(payload).to_bytes(4, "little") + payload)
        while data:
            data = data[_write(4, data) :]

    def exactly(self, count, _read=_os.read):
        parts = []
        while count > 0:
            part = _read(3, min(count, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def receive(self):
        size = int.from_bytes(self.exactly(4), "little")
        if not 0 < size <= self.limit:
            raise Malformed("a frame's length")
        self.left -= size
        if self.left < 0:
            raise Unsupported("answers of more bytes than a program may send")
        return self.exactly(size)
