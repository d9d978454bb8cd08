# attack: kills the process that judges it
# problem: add
# strict: forbidden call
# reference: exception
import os
import signal

os.kill(os.getppid(), signal.SIGKILL)


def add(a, b):
    return a + b
