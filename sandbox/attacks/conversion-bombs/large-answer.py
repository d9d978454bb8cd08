# attack: an answer of a million digits, for a judge that writes numbers as text
# problem: add
# strict: wrong answer
answer = 1 << 4_000_000


def add(a, b):
    return answer
