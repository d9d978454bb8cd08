# attack: the function is an object that answers for all its attributes
# problem: add
# strict: wrong answer
class Anything:
    def __getattr__(self, name):
        return self

    def __call__(self, *arguments, **options):
        return None

    def __eq__(self, other):
        return True


add = Anything()
