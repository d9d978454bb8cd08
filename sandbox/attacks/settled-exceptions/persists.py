# attack: tests that catch everything and try again
# problem: persists
# strict: unsupported
# reference: wrong answer
class Label:
    def __len__(self):
        return 4


def label(number):
    return Label()
