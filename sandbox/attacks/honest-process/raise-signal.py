# attack: none, an honest program that handles a signal that it sends itself
# problem: own
# strict: passed
# weaker: exception
import signal


def handled():
    seen = []
    signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number == signal.SIGUSR1))
    signal.raise_signal(signal.SIGUSR1)
    return seen


# tests
assert handled() == [True]
