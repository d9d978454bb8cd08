# attack: none, an honest program that has shutil pack a folder; the harness takes chdir away
# problem: own
# strict: passed
# reference: exception
# weaker: exception
import os
import shutil


def packed():
    os.makedirs("folder", exist_ok=True)
    with open("folder/a.txt", "w") as file:
        file.write("a")
    archive = shutil.make_archive("packed", "zip", "folder")
    shutil.unpack_archive(archive, "again")
    return os.listdir("again")


# tests
assert packed() == ["a.txt"]
