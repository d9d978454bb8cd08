# attack: none, an honest program that imports the poem
# problem: own
# strict: passed
# weaker: exception
import contextlib
import io

with contextlib.redirect_stdout(io.StringIO()) as poem:
    import this


def beautiful():
    return "Beautiful is better than ugly." in poem.getvalue()


# tests
assert beautiful() is True
