# attack: runs a shell command by os.system
# problem: add
# strict: forbidden call
import os


def add(a, b):
    os.system("true")
    return a + b
