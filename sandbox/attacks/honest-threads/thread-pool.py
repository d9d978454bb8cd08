# attack: none, an honest program that uses the thread pool of multiprocessing
# problem: own
# strict: passed
# weaker: exception
from multiprocessing.pool import ThreadPool


def lengths(words):
    with ThreadPool(2) as pool:
        return pool.map(len, words)


# tests
assert lengths(["a", "bcd"]) == [1, 3]
