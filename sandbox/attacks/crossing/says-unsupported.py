# attack: an object that fits whatever is done with it, where the judge must refuse and another way of judging might not
# problem: repeat
# strict: unsupported
# reference: passed
# forgery: lying object
class Fits:
    def __eq__(self, other):
        return True

    def __rmul__(self, text):
        return text * 3

    def __index__(self):
        return 2


def how_often(text, letter):
    return Fits()
