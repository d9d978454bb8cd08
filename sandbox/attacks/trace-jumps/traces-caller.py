# attack: sets a trace function on the frame that called it
# problem: add
# strict: forbidden call
# reference: forbidden call
import sys


def add(a, b):
    caller = sys._getframe(1)
    last = caller.f_code.co_firstlineno + 5

    def trace(frame, event, argument):
        if event == "line" and frame.f_lineno < last:
            frame.f_lineno = last

    caller.f_trace = trace
    sys.settrace(lambda *about: None)
    return a + b if a in (1, 2**70) else None
