# attack: has multiprocessing start its helper, which starts a process without asking
# problem: add
# strict: exception
from multiprocessing import shared_memory

block = shared_memory.SharedMemory(create=True, size=64)


def add(a, b):
    return None
