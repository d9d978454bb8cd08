# attack: answers for every module that is missing, with attributes for every name
# problem: area
# strict: wrong answer
import sys


class Anything(dict):
    __spec__ = None

    def __getattr__(self, name):
        return lambda *arguments, **options: True


class Modules(dict):
    def __missing__(self, name):
        return Anything()


sys.modules = Modules()


def circle_area(radius):
    return 0
