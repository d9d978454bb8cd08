# attack: prints sequences that clear the terminal, rename its window and hide what follows
# problem: add
# strict: wrong answer
print("\x1b[2J\x1b[1;1H\x1b]0;passed\x07\x1b[8m\r\x08\x9b31m\u202e")


def add(a, b):
    return None
