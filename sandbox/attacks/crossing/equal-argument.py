# attack: turns its argument into a list of another class
# problem: backwards
# strict: exception
class Yes(list):
    def __eq__(self, other):
        return True


def backwards(items):
    items.__class__ = Yes
