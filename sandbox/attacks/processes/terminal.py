# attack: forks into a new terminal
# problem: add
# strict: forbidden call | exception
import pty

pid, descriptor = pty.fork()


def add(a, b):
    return a + b
