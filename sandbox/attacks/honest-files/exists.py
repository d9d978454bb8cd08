# attack: none, an honest program that asks whether its own file is there
# problem: own
# strict: passed
# weaker: wrong answer
import os


def states():
    before = os.path.exists("made.txt")
    with open("made.txt", "w") as file:
        file.write("12345")
    return before, os.path.exists("made.txt"), os.path.isfile("made.txt"), os.path.getsize("made.txt") if os.path.exists("made.txt") else 0


# tests
assert states() == (False, True, True, 5)
