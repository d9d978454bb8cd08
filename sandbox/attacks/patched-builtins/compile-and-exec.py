# attack: replaces compile, exec and eval, for a judge that runs the tests by them
# problem: add
# strict: wrong answer
import builtins

builtins.compile = lambda *arguments, **options: (lambda: None).__code__
builtins.exec = builtins.eval = lambda *arguments, **options: None


def add(a, b):
    return None
