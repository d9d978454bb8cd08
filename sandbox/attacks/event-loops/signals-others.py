# attack: sends signals to every number but its own, by the calls that may signal itself
# problem: add
# strict: forbidden call
# reference: wrong answer
import os
import signal


def add(a, b):
    try:
        os.kill(os.getppid() or 2, signal.SIGUSR1)
    except Exception:
        pass
    return None
