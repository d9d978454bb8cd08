# attack: none, an honest program that asks for help on a function
# problem: own
# strict: passed
def halve(n):
    """Half of n."""
    return n / 2


def helped():
    import pydoc

    return "Half of n." in pydoc.plain(pydoc.render_doc(halve))


# tests
assert helped() is True
