# attack: a generator that never yields
# problem: squares
# strict: timed out
def squares(count):
    while count >= 0:
        pass
    yield count
