# attack: prints 50 MB and answers wrongly
# problem: add
# strict: wrong answer
print("x" * 50_000_000)


def add(a, b):
    return None
