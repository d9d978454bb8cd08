# attack: runs a program by the module subprocess
# problem: add
# strict: exception
import subprocess

subprocess.run(["/bin/true"])


def add(a, b):
    return a + b
