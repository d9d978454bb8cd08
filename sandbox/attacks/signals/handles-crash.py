# attack: crashes and handles the crash itself
# problem: add
# strict: exception
import signal


def again(number, frame):
    return None


signal.signal(signal.SIGSEGV, again)
signal.raise_signal(signal.SIGSEGV)


def add(a, b):
    return None
