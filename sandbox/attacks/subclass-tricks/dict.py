# attack: a subclass of dict that holds whatever is asked and is equal to everything
# problem: tally
# strict: unsupported
# reference: passed
# forgery: lying object
class Tally(dict):
    def __eq__(self, other):
        return True

    def __missing__(self, key):
        return 2


def tally(text):
    return Tally()
