# attack: names an encoding, which counts for files but not for texts
# problem: add
# strict: wrong answer
# -*- coding: no-such-encoding -*-
def add(a, b):
    return None
