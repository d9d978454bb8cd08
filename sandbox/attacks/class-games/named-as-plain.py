# attack: classes with the names of library classes that cross by value
# problem: half
# strict: unsupported
# reference: passed
# forgery: lying object
class Fraction:
    numerator, denominator = 3, 2

    def __eq__(self, other):
        return True


Fraction.__module__ = "fractions"


def half(n, kind=Fraction):
    return kind()
