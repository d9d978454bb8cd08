# attack: none, an honest program that stops itself by an alarm
# problem: own
# strict: passed
import signal
import time


class Late(Exception):
    pass


def limited(seconds):
    def ring(number, frame):
        raise Late

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        time.sleep(2)
        return "done"
    except Late:
        return "late"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


# tests
assert limited(0.02) == "late"
