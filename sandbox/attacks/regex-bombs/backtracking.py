# attack: a pattern with exponentially many ways to fail
# problem: shift
# strict: timed out
import re


def shift(text, places):
    return re.match(r"(a+)+$", "a" * 64 + "b")
