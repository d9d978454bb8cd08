# attack: a power that no machine can hold
# problem: add
# strict: timed out | out of memory
def add(a, b):
    return 9**9**9
