# attack: rewrites its own side of the pipe, so that every answer is said to be the tests' success
# problem: add
# strict: wrong answer | exception | forbidden call | crashed
# reference: wrong answer
import sys

frame = sys._getframe()
while frame is not None:
    for name, value in list(frame.f_globals.items()):
        if isinstance(value, type) and hasattr(value, "put"):
            value.put = lambda self, value: self.out.extend(b"T")
    frame = frame.f_back


def add(a, b):
    return None
