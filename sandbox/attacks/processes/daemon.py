# attack: becomes a daemon by two forks and a new session, to outlive its judge
# problem: add
# strict: exception
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(10**6)
    os._exit(0)


def add(a, b):
    return a + b
