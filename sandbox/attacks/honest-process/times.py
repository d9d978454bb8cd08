# attack: none, an honest program that asks for CPU time and the load
# problem: own
# strict: passed
import os
import time


def clocks():
    a = time.process_time()
    sum(range(1000))
    return time.process_time() >= a, os.times().user >= 0, time.thread_time() >= 0, os.cpu_count() >= 1


# tests
assert clocks() == (True, True, True, True)
