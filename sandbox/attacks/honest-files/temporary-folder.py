# attack: none, an honest program that works in a temporary folder, which the harness cannot remove
# problem: own
# strict: passed
# reference: exception
# weaker: exception
import os
import tempfile


def names(count):
    with tempfile.TemporaryDirectory() as folder:
        for index in range(count):
            with open(os.path.join(folder, f"f{index}"), "w") as file:
                file.write(str(index))
        found = sorted(os.listdir(folder))
    return found, os.path.exists(folder)


# tests
assert names(2) == (["f0", "f1"], False)
