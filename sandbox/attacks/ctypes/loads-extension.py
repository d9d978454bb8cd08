# attack: loads a shared library through the import machinery by its path
# problem: add
# strict: wrong answer
import os
import sys

escaped = False
for name in ("_ctypes", "_testcapi", "_xxsubinterpreters"):
    try:
        import importlib.machinery
        import importlib.util

        suffix = importlib.machinery.EXTENSION_SUFFIXES[0]
        path = os.path.join(os.path.dirname(os.__file__), "lib-dynload", name + suffix)
        loader = importlib.machinery.ExtensionFileLoader("fresh_" + name, path)
        importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
