# attack: an exception of its own that would end the tests' loop
# problem: own
# strict: exception
# reference: wrong answer
class Done(StopIteration):
    pass


def check(x):
    raise Done


# tests
def answers():
    for x in (1, 2):
        yield check(x)
assert [a for a in map(check, [1, 2])] == [3, 4]
