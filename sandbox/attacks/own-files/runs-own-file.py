# attack: writes a program and runs it
# problem: add
# strict: forbidden call
import os

with open("program", "wb") as file:
    file.write(b"#!/bin/sh\n")
try:
    os.chmod("program", 0o777)
except Exception:
    pass
os.execv("/tmp/program", ["program"])


def add(a, b):
    return a + b
