# attack: replaces the modules that the interpreter itself stands on
# problem: add
# strict: wrong answer | crashed
import sys
import types

for name in ("__main__", "builtins", "sys", "_frozen_importlib", "_io", "io", "codecs", "encodings"):
    sys.modules[name] = types.ModuleType(name)


def add(a, b):
    return None
