# attack: a pattern that remembers every step of a long text
# problem: shift
# strict: out of memory | wrong answer
import re


def shift(text, places):
    return re.match(r"(?:(?:(a)|b|c)(?=(.))?)*d", "abc" * 20_000_000)
