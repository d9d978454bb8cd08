# attack: prints for ever
# problem: add
# strict: timed out
def add(a, b):
    while True:
        print("never enough")
