# attack: frames that are no items, written behind a generator
# problem: own
# strict: wrong answer
import os


def items():
    payload = b"Vt\x03l\x00TN\x00\x00\x00"
    try:
        os.write(4, len(payload).to_bytes(4, "little") + payload)
        os.write(4, b"\x02\x00\x00\x00VN")
    except OSError:
        pass
    yield 5


# tests
assert list(items()) == [1, 2]
