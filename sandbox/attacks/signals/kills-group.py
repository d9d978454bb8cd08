# attack: kills its process group
# problem: add
# strict: forbidden call
# reference: exception
import os
import signal

os.killpg(0, signal.SIGKILL)


def add(a, b):
    return a + b
