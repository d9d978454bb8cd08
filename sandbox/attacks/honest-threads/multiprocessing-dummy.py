# attack: none, an honest program that uses the thread pool that looks like multiprocessing
# problem: own
# strict: passed
# weaker: exception
from multiprocessing.dummy import Pool


def cubes(numbers):
    with Pool(3) as pool:
        return pool.map(lambda n: n**3, numbers)


# tests
assert cubes([1, 2, 3]) == [1, 8, 27]
