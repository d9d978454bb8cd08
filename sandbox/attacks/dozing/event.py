# attack: waits for an event in a thread, and for the thread
# problem: add
# strict: timed out
import threading

event = threading.Event()


def wait():
    while not event.wait(0.1):
        sum(range(200000))


def add(a, b):
    thread = threading.Thread(target=wait)
    thread.start()
    thread.join()
