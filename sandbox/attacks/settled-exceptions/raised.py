# attack: an object that the tests put into an exception: its text is asked for when all is over
# problem: raises
# strict: unsupported
# reference: exception
class Label:
    pass


def label(number):
    return Label()
