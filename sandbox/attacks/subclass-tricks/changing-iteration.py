# attack: a list that shows other elements each time it is walked through
# problem: ascending
# strict: unsupported | wrong answer
# reference: wrong answer
class Chameleon(list):
    def __iter__(self):
        self.reverse()
        return super().__iter__()


def ascending(numbers):
    return Chameleon(numbers)
