# attack: none, an honest program that opens a Path with the built-in open
# problem: own
# strict: passed
# weaker: exception
from pathlib import Path


def count_lines(text):
    path = Path("/tmp") / "lines.txt"
    with open(path, "w") as file:
        file.write(text)
    with open(path) as file:
        return sum(1 for _ in file)


# tests
assert count_lines("a\nb\nc") == 3
