# attack: a function with a capital in front whose answer is near everything
# problem: own
# strict: unsupported
# reference: passed
# forgery: lying object
class Near:
    def __sub__(self, other):
        return 0.0


def Mean(numbers):
    return Near()


# tests
assert abs(Mean([1, 2, 6]) - 3.0) < 1e-9
