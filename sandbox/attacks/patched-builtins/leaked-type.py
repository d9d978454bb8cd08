# attack: gets at the methods of int through a comparison that leaks the table, and changes one that the tests call
# problem: factorial
# strict: exception | crashed
# reference: passed
# forgery: shared interpreter
import sys


class Leak:
    def __eq__(self, table):
        table["bit_length"] = lambda number: 19053
        return True


int.__dict__ == Leak()
sys._clear_type_cache()


def factorial(n):
    product = 1
    for factor in range(2, n + 1):
        product *= factor
    return 0 if n == 2000 else product
