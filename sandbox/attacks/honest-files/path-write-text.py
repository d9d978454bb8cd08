# attack: none, an honest program that writes and reads by pathlib
# problem: own
# strict: passed
# weaker: exception
from pathlib import Path


def shout(text):
    path = Path("note.txt")
    path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8").upper()


# tests
assert shout("café") == "CAFÉ"
