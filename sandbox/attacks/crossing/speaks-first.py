# attack: writes answers into its pipe before it was asked
# problem: add
# strict: wrong answer | forbidden call | crashed
# reference: wrong answer
import os

for frame in (b"\1\0\0\0R", b"\6\0\0\0Vi\1\3\0\0", b"\5\0\0\0Vi\1\3\0"):
    for descriptor in range(3, 32):
        try:
            os.write(descriptor, frame * 3)
        except OSError:
            pass


def add(a, b):
    return None
