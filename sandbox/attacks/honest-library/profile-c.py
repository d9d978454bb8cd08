# attack: none, an honest program that profiles itself by cProfile
# problem: own
# strict: passed
import cProfile
import pstats


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def calls(n):
    profiler = cProfile.Profile()
    profiler.enable()
    fib(n)
    profiler.disable()
    stats = pstats.Stats(profiler)
    return stats.total_calls > n


# tests
assert calls(10) is True
