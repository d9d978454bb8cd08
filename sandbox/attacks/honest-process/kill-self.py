# attack: none, an honest program that signals itself by its number, which the harness does not allow
# problem: own
# strict: passed
# reference: exception
# weaker: forbidden call | exception
import os
import signal


def handled():
    seen = []
    signal.signal(signal.SIGUSR2, lambda number, frame: seen.append(1))
    os.kill(os.getpid(), signal.SIGUSR2)
    return seen


# tests
assert handled() == [1]
