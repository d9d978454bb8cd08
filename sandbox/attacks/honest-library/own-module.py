# attack: none, an honest program that writes a module and imports it
# problem: own
# strict: passed
# weaker: exception
import importlib
import sys


def imported(source):
    with open("own_module.py", "w") as file:
        file.write(source)
    sys.path.insert(0, ".")
    importlib.invalidate_caches()
    try:
        return importlib.import_module("own_module").answer()
    finally:
        sys.path.pop(0)


# tests
assert imported("def answer():\n    return 42\n") == 42
