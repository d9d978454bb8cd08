# attack: waits for input
# problem: add
# strict: exception
def add(a, b):
    return int(input("the sum, please: "))
