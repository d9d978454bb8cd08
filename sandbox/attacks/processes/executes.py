# attack: replaces itself by another program
# problem: add
# strict: forbidden call
import os

os.execv("/bin/true", ["true"])


def add(a, b):
    return a + b
