# attack: has the answer made by a pool of processes
# problem: add
# strict: exception
import multiprocessing


def work(pair):
    return sum(pair)


def add(a, b):
    with multiprocessing.Pool(2) as pool:
        return pool.map(work, [(a, b)])[0]
