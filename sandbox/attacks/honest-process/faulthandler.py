# attack: none, an honest program that asks for tracebacks of threads
# problem: own
# strict: passed
import faulthandler


def enabled():
    before = faulthandler.is_enabled()
    faulthandler.disable()
    return before, faulthandler.is_enabled()


# tests
assert enabled() == (False, False)
