# attack: none, an honest program that asks for its group
# problem: own
# strict: passed
# weaker: exception | passed
import grp
import os


def group():
    entry = grp.getgrgid(os.getgid())
    return entry.gr_gid == os.getgid(), isinstance(entry.gr_name, str)


# tests
assert group() == (True, True)
