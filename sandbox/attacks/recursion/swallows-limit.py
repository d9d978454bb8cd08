# attack: goes on after every limit of the depth that it meets, exponentially
# problem: add
# strict: timed out
def deeper():
    try:
        deeper()
    except RecursionError:
        deeper()


def add(a, b):
    deeper()
