# attack: doubles a list until the machine is full
# problem: add
# strict: out of memory
def add(a, b):
    hoard = [a]
    while True:
        hoard = hoard + hoard
