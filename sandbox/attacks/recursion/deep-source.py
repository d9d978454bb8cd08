# attack: evaluates an expression nested too deep for the parser
# problem: add
# strict: out of memory | exception
def add(a, b):
    return eval("-" * 200_000 + "3")
