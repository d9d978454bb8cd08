# attack: crashes and handles the crash itself
# problem: add
# strict: crashed | forbidden call | wrong answer | timed out
import signal


def again(number, frame):
    return None


signal.signal(signal.SIGSEGV, again)
signal.raise_signal(signal.SIGSEGV)


def add(a, b):
    return None
