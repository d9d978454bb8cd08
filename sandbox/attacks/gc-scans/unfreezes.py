# attack: thaws what the parent froze and collects again and again
# problem: add
# strict: wrong answer
import gc

gc.unfreeze()
for _ in range(3):
    gc.collect()


def add(a, b):
    return None
