# attack: has threading set the trace function for it
# problem: add
# strict: wrong answer | forbidden call
import threading


def trace(frame, event, argument):
    return trace


threading.settrace(trace)
thread = threading.Thread(target=lambda: None)
thread.start()
thread.join()


def add(a, b):
    return None
