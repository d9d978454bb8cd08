# attack: an exception that is found by the tests' question for its text
# problem: own
# strict: exception
class Wrong(Exception):
    def __str__(self):
        return "negative"


def root(x):
    raise Wrong


# tests
try:
    assert root(4) == 2
except ValueError as problem:
    assert str(problem) == "negative"
