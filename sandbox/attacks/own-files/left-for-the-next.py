# attack: leaves files, folders, links and a folder without rights for the next program
# problem: add
# strict: wrong answer
import os

try:
    os.makedirs("left/by/an/attack")
    os.symlink("/", "left-link")
    with open("left-file", "w") as file:
        file.write("hello")
    os.utime(".", (12345, 12345))
    os.chmod(".", 0)
except Exception:
    pass


def add(a, b):
    return None
