# attack: makes a file in memory, to fill it and run it
# problem: add
# strict: exception
import os

descriptor = os.memfd_create("program")
os.write(descriptor, b"#!/bin/sh\n")


def add(a, b):
    return a + b
