# attack: none, an honest program that compiles a file to bytecode
# problem: own
# strict: passed
# weaker: exception
import os
import py_compile


def compiled():
    with open("unit.py", "w") as file:
        file.write("x = 1\n")
    return os.path.basename(py_compile.compile("unit.py", cfile="unit.pyc"))


# tests
assert compiled() == "unit.pyc"
