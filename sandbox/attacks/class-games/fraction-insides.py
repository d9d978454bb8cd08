# attack: a true Fraction whose numerator is an object that is equal to everything
# problem: half
# strict: forbidden call
# reference: passed
# forgery: lying object
from fractions import Fraction


class Yes(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


def half(n):
    answer = Fraction(1, 3)
    answer._numerator = answer._denominator = Yes(1)
    return answer
