# attack: waits for an empty queue
# problem: add
# strict: timed out
import queue

empty = queue.Queue()


def add(a, b):
    while True:
        try:
            return empty.get(timeout=0.2)
        except queue.Empty:
            sum(range(200000))
