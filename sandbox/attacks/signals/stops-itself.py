# attack: stops itself, so that it uses no CPU time and never ends
# problem: add
# strict: exception
import signal

signal.raise_signal(signal.SIGSTOP)


def add(a, b):
    return None
