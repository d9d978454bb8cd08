"""The few names of numpy that HumanEval+'s and MBPP+'s tests use. Tests only: numpy itself is not in the standard library.

It raises where numpy raises. Deviation: what numpy makes equal by broadcasting (a number for a list, an empty list for anything)
differs here, as a program is to answer with the value that is expected, of its shape.
"""
import collections as _collections
import math as _math
import types as _types

_SEQUENCES = (list, tuple, range, _collections.deque)
_NUMBERS = (bool, int, float, complex)
_MOST_DIMENSIONS = 64


class _NoArray:
    """numpy.ndarray: no value here is one."""

    def __init__(self, *arguments):
        raise unsupported("numpy is not here; its stand-in only compares")


def _shaped(value):
    """(shape, numbers in order) of what numpy would make an array of numbers of."""
    numbers = []
    return _shape(value, numbers, 0), _of_one_kind(numbers)


def _shape(value, numbers, depth):
    if type(value) in _SEQUENCES or isinstance(value, (list, tuple)):
        if depth >= _MOST_DIMENSIONS:
            raise ValueError("setting an array element with a sequence. The requested array would exceed the maximum number of dimensions")
        shapes = {_shape(part, numbers, depth + 1) for part in value}
        if len(shapes) > 1:
            raise ValueError("setting an array element with a sequence. The requested array has an inhomogeneous shape")
        return (len(value), *(shapes.pop() if shapes else ()))
    if not isinstance(value, _NUMBERS):
        raise TypeError(f"ufunc 'isfinite' not supported for the input types: {type(value).__name__} is no number")
    numbers.append(value)
    return ()


def _of_one_kind(numbers):
    """As numpy holds them: whole numbers in 64 bits, or all as floats or complex numbers."""
    whole = [number for number in numbers if isinstance(number, int)]
    least, most = min(whole, default=0), max(whole, default=0)
    if least < -(1 << 63) or most >= 1 << 64:
        raise TypeError("ufunc 'isfinite' not supported for the input types: a whole number of more than 64 bits")
    if len(whole) == len(numbers) and (least >= 0 or most < 1 << 63):
        return numbers
    kind = complex if any(isinstance(number, complex) for number in numbers) else float
    return [kind(number) for number in numbers]


def _broadcast(left, right):
    for a, b in zip(reversed(left), reversed(right)):
        if a != b and a != 1 and b != 1:
            raise ValueError(f"operands could not be broadcast together with shapes {left} {right}")


def _close(out, expected, rtol, atol, equal_nan):
    """|out - expected| <= atol + rtol * |expected|, of one pair, in float64 or complex128."""
    kind = complex if isinstance(out, complex) or isinstance(expected, complex) else float
    out, expected = kind(out), kind(expected)
    if out == expected:
        return True
    is_nan = [number != number for number in (out, expected)]
    if any(is_nan):
        return bool(equal_nan) and all(is_nan)
    if not _math.isfinite(abs(expected)):
        return False
    return abs(out - expected) <= atol + rtol * abs(expected)


def _all_close(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    left, numbers = _shaped(a)
    right, expected = _shaped(b)
    if left != right:
        _broadcast(left, right)
        return False
    return all([_close(x, y, rtol, atol, equal_nan) for x, y in zip(numbers, expected)])


def _is_close(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    if not isinstance(a, _NUMBERS) or not isinstance(b, _NUMBERS):
        raise unsupported("numpy.isclose of more than two numbers")
    return _all_close(a, b, rtol, atol, equal_nan)


def _other(name):
    if name.startswith("__") and name.endswith("__"):
        raise AttributeError(name)
    raise unsupported(f"numpy.{name}")


def array_module():
    module = _types.ModuleType("numpy")
    module.ndarray = _NoArray
    module.float64 = module.float32 = float
    module.allclose = _all_close
    module.isclose = _is_close
    module.isnan = _math.isnan
    module.inf, module.nan, module.pi, module.e = _math.inf, _math.nan, _math.pi, _math.e
    module.__getattr__ = _other
    return module
