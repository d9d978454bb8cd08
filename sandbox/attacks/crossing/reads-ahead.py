# attack: reads its pipe before it is asked, for the tests that might be in it
# problem: add
# strict: wrong answer | forbidden call | timed out | crashed
# reference: wrong answer
import os

found = b""
for descriptor in range(3, 32):
    try:
        os.set_blocking(descriptor, False)
        found += os.read(descriptor, 1 << 16)
    except Exception:
        pass


def add(a, b):
    return a + b if b"assert" in found else None
