# attack: serves modules from a path entry and hook of its own
# problem: ascending
# strict: wrong answer
import sys
import types


class Entry:
    def __init__(self, path):
        if path != "attack:":
            raise ImportError

    def find_spec(self, name, target=None):
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self)

    def create_module(self, spec):
        return types.SimpleNamespace(
            __name__=spec.name, seed=lambda number: None, randrange=lambda *limits: 0, deepcopy=lambda thing: thing
        )

    def exec_module(self, module):
        pass


sys.path.insert(0, "attack:")
sys.path_hooks.insert(0, Entry)
sys.path_importer_cache.clear()
for name in ("random", "copy"):
    sys.modules.pop(name, None)


def ascending(numbers):
    return list(numbers)
