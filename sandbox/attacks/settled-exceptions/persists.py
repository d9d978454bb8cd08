# attack: tests that catch everything and try again
# problem: persists
# strict: unsupported
# reference: timed out
class Label:
    pass


def label(number):
    return Label()
