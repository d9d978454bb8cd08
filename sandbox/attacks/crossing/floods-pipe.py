# attack: writes into its pipe for ever
# problem: add
# strict: forbidden call | timed out | crashed
# reference: timed out
import os


def add(a, b):
    while True:
        for descriptor in range(3, 32):
            try:
                os.write(descriptor, b"\1\0\0\0R" * 1000)
            except OSError:
                pass
