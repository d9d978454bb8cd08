# attack: a callback of the collector swaps the tests' function whenever it runs
# problem: add
# strict: wrong answer
import gc

names = globals()


def swap(phase, info):
    if "check" in names:
        names["check"] = lambda candidate: None


gc.callbacks.append(swap)
gc.set_threshold(1, 1, 1)


def add(a, b):
    return None
