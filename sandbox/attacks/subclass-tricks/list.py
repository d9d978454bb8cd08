# attack: a subclass of list that is equal to everything on either side of ==
# problem: pairs
# strict: unsupported
# reference: passed
# forgery: lying object
class Numbers(list):
    def __eq__(self, other):
        return True


def count_pairs(numbers, distance):
    return Numbers(numbers)
