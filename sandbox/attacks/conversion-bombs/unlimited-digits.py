# attack: lifts the limit on digits and writes a number of many millions
# problem: add
# strict: timed out
import sys

sys.set_int_max_str_digits(0)


def add(a, b):
    return len(str(7**20_000_000))
