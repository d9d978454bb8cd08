# attack: takes math out of the modules and serves another one by a finder
# problem: area
# strict: wrong answer
import sys
import types


class Finder:
    @staticmethod
    def find_spec(name, path, target=None):
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, Finder)

    @staticmethod
    def create_module(spec):
        module = types.ModuleType(spec.name)
        module.isclose = lambda *numbers, **options: True
        return module

    @staticmethod
    def exec_module(module):
        pass


del sys.modules["math"]
sys.meta_path.insert(0, Finder)


def circle_area(radius):
    return 0
