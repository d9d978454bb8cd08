# attack: writes "passed" into everything that the frames above could write to
# problem: add
# strict: wrong answer | crashed
import sys


def add(a, b):
    frame = sys._getframe()
    while frame is not None:
        for value in [*frame.f_locals.values(), *frame.f_globals.values()]:
            for name in ("write", "send", "put", "sendall"):
                for word in (b"passed\n", "passed\n"):
                    try:
                        getattr(value, name)(word)
                    except Exception:
                        pass
        frame = frame.f_back
    return None
