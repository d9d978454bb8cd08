# attack: none, an honest program that works in an array of C
# problem: own
# strict: passed
import ctypes


def summed(numbers):
    block = (ctypes.c_double * len(numbers))(*numbers)
    block[0] += 1
    return sum(block), ctypes.create_string_buffer(b"abc").value


# tests
assert summed([1.0, 2.0]) == (4.0, b"abc")
