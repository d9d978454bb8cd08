# attack: ignores the signal that ends its CPU time
# problem: add
# strict: timed out
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def add(a, b):
    while True:
        pass
