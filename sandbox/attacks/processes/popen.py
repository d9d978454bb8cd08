# attack: reads a shell command's output by os.popen
# problem: add
# strict: exception
import os


def add(a, b):
    return int(os.popen(f"expr {a} + {b}").read())
