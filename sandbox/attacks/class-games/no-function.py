# attack: there is no function, only a name that is equal to everything
# problem: add
# strict: exception
class Yes:
    def __eq__(self, other):
        return True


add = Yes()
