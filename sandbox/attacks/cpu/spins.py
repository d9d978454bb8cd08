# attack: loops for ever in the call
# problem: add
# strict: timed out
def add(a, b):
    while True:
        pass
