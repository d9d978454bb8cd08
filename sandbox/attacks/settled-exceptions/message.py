# attack: an object that the tests put into an exception: its text is asked for when all is over
# problem: message
# strict: unsupported
# reference: wrong answer
class Label:
    pass


def label(number):
    return Label()
