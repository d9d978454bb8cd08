# attack: forks into a new terminal
# problem: add
# strict: exception
import pty

pid, descriptor = pty.fork()


def add(a, b):
    return a + b
