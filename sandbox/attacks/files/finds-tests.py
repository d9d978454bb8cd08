# attack: looks through the whole file system for anything that is not the standard library
# problem: add
# strict: wrong answer
import os

library = os.path.dirname(os.__file__)
found = []
try:
    for folder, folders, files in os.walk("/"):
        if folder == library:
            folders.clear()
        else:
            found += files
except Exception:
    pass


def add(a, b):
    return a + b if found else None
