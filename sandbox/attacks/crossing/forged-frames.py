# attack: answers every call itself with frames of many shapes, and lengths that lie
# problem: add
# strict: forbidden call | wrong answer | exception
# reference: wrong answer
import os


def add(a, b):
    for payload in (b"Vl\xff\xff\xff\x0f", b"Vn\x04eval", b"V" + b"l\1" * 5000, b"V&\7", b"H\0", b"Q\0t\0D\0", b"E\x0dAssertionError"):
        try:
            os.write(4, len(payload).to_bytes(4, "little") + payload)
        except OSError:
            pass
    return None
