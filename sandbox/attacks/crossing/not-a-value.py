# attack: answers with modules, functions, types and singletons
# problem: add
# strict: wrong answer | unsupported
# reference: wrong answer
import sys

answers = iter([NotImplemented, ..., sys, int, len, lambda: 3, range(3), memoryview(b"3"), object()])


def add(a, b):
    return next(answers)
