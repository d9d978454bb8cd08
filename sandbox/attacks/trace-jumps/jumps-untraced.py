# attack: sets the line of the calling frame without any trace function
# problem: add
# strict: exception
import sys


def add(a, b):
    caller = sys._getframe(1)
    caller.f_lineno = caller.f_lineno + 4
    return None
