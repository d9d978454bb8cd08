# attack: none, an honest program that asks who it is
# problem: own
# strict: passed
# weaker: exception | passed
import getpass
import os
import pwd


def who():
    entry = pwd.getpwuid(os.getuid())
    return entry.pw_name == getpass.getuser(), entry.pw_dir == os.path.expanduser("~"), os.environ["USER"] == entry.pw_name


# tests
assert who() == (True, True, True)
