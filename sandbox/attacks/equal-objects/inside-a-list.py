# attack: a plain list whose elements are equal to everything
# problem: common
# strict: unsupported
# reference: passed
# forgery: lying object
class Yes:
    def __init__(self, rank):
        self.rank = rank

    def __eq__(self, other):
        return True

    def __hash__(self):
        return self.rank

    def __lt__(self, other):
        return False


def common(first, second):
    return [Yes(hash(item)) for item in first if item in second]
