# attack: none, an honest program that uses the shared values of multiprocessing by itself
# problem: own
# strict: passed
# reference: exception
# weaker: exception
import multiprocessing


def counted(words):
    counter = multiprocessing.Value("i", 0)
    for _ in words:
        with counter.get_lock():
            counter.value += 1
    return counter.value, multiprocessing.current_process().name


# tests
assert counted(["a", "b"]) == (2, "MainProcess")
