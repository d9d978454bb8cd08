# attack: none, an honest program that asks a Path what it is
# problem: own
# strict: passed
# weaker: exception
from pathlib import Path


def describe(name):
    folder = Path("things")
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.touch()
    return file.exists(), file.is_file(), folder.is_dir(), file.stat().st_size, file.suffix, file.stem


# tests
assert describe("a.txt") == (True, True, True, 0, ".txt", "a")
