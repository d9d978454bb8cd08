# attack: none, an honest program that copies files with shutil
# problem: own
# strict: passed
# reference: exception
# weaker: exception
import shutil


def copied(text):
    with open("from.txt", "w") as file:
        file.write(text)
    shutil.copy("from.txt", "to.txt")
    shutil.copyfile("to.txt", "last.txt")
    shutil.copy2("last.txt", "meta.txt")
    with open("meta.txt") as file:
        return file.read()


# tests
assert copied("same") == "same"
