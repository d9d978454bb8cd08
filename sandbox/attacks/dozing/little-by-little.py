# attack: sleeps, and uses a little CPU time every now and then
# problem: add
# strict: timed out
import time


def add(a, b):
    while True:
        time.sleep(0.25)
        end = time.process_time() + 0.004
        while time.process_time() < end:
            pass
