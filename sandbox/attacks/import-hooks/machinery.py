# attack: patches the import machinery itself
# problem: area
# strict: wrong answer
import importlib
import importlib._bootstrap as bootstrap
import sys
import types

fake = types.SimpleNamespace(isclose=lambda *numbers, **options: True)
bootstrap._find_and_load = lambda name, import_: fake
bootstrap._gcd_import = importlib.import_module = lambda name, *about: fake
sys.modules.pop("math", None)


def circle_area(radius):
    return 0
