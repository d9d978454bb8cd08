# attack: none, an honest program that takes a lock on its own file
# problem: own
# strict: passed
# weaker: exception
import fcntl


def locked():
    with open("lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(file, fcntl.LOCK_UN)
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True


# tests
assert locked() is True
