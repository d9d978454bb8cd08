# attack: answers wrongly while a thread goes on for ever
# problem: add
# strict: wrong answer
import threading


def spin():
    while True:
        pass


threading.Thread(target=spin).start()


def add(a, b):
    return None
