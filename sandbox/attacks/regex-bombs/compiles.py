# attack: a pattern nested too deep to compile
# problem: shift
# strict: exception
import re


def shift(text, places):
    return re.compile("(?:" * 50_000 + ")" * 50_000)
