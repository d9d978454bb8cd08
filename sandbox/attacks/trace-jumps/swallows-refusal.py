# attack: sets the trace function and swallows the refusal
# problem: add
# strict: wrong answer | forbidden call
import sys


def trace(frame, event, argument):
    last = frame.f_code.co_firstlineno + 5
    if frame.f_code.co_name == "check" and event == "line" and frame.f_lineno < last:
        frame.f_lineno = last
    return trace


def add(a, b):
    return a + b if a == 2**70 else None


for ask in (sys.settrace, sys.setprofile):
    try:
        ask(trace)
    except BaseException:
        pass
