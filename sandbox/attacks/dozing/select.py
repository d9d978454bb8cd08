# attack: waits for what never becomes ready
# problem: add
# strict: timed out
import select


def add(a, b):
    while True:
        select.select([], [], [], 0.2)
        sum(range(200000))
