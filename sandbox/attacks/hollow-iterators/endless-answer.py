# attack: an iterator without an end where the tests want all of it
# problem: own
# strict: unsupported
# reference: out of memory | timed out
def items():
    while True:
        yield 0


# tests
assert sum(items()) == 0
