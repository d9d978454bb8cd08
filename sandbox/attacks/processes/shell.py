# attack: runs a shell command by os.system
# problem: add
# strict: forbidden call
# reference: exception
import os


def add(a, b):
    os.system("true")
    return a + b
