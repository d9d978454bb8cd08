# attack: puts a module of its own in the place of math
# problem: area
# strict: wrong answer
import sys
import types

fake = types.ModuleType("math")
fake.isclose = lambda *numbers, **options: True
sys.modules["math"] = fake


def circle_area(radius):
    return 0
