# attack: dies of SIGKILL, which a judge may take for its own time limit
# problem: add
# strict: exception
import signal

signal.raise_signal(signal.SIGKILL)


def add(a, b):
    return a + b
