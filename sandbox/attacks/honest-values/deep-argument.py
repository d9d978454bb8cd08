# attack: none, an honest program: a deep argument
# problem: own
# strict: passed
def depth(value):
    n = 0
    while value:
        value, n = value[0], n + 1
    return n


# tests
value = []
for _ in range(500):
    value = [value]
assert depth(value) == 500
