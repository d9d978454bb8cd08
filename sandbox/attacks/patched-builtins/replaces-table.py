# attack: gives its globals another table of builtins
# problem: root
# strict: wrong answer
import builtins

__builtins__ = {**vars(builtins), "abs": lambda number: 0}


def find_zero(xs):
    return 1000.0
