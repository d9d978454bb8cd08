# attack: none, an honest program that makes a symbolic link to its own file and follows it
# problem: own
# strict: passed
# weaker: exception
import os


def through_link(text):
    with open("target.txt", "w") as file:
        file.write(text)
    os.symlink("target.txt", "link.txt")
    with open("link.txt") as file:
        return file.read(), os.path.islink("link.txt"), os.readlink("link.txt")


# tests
assert through_link("x") == ("x", True, "target.txt")
