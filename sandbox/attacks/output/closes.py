# attack: closes its outputs, so that whatever reports on them fails
# problem: add
# strict: wrong answer
import os
import sys

sys.stdout.close()
sys.stderr.close()
for descriptor in (0, 1, 2):
    try:
        os.close(descriptor)
    except OSError:
        pass


def add(a, b):
    return None
