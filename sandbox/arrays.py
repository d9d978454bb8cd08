"""The few names of numpy that HumanEval+'s tests use. Tests only: numpy itself is not in the standard library."""
import math as _math
import types as _types


class _NoArray:
    """numpy.ndarray: no value here is one."""

    def __init__(self, *arguments):
        raise NotImplementedError("numpy is not here; its stand-in only compares")


def _all_close(out, expected, rtol=1e-05, atol=1e-08, equal_nan=False):
    """|out - expected| <= atol + rtol * |expected| for every pair, a single number standing for any of them."""
    left, right = isinstance(out, (list, tuple)), isinstance(expected, (list, tuple))
    if left and right:
        if len(out) != len(expected):
            if len(out) == 1:
                out = list(out) * len(expected)
            elif len(expected) == 1:
                expected = list(expected) * len(out)
            else:
                raise ValueError(f"operands could not be broadcast together with {len(out)} and {len(expected)} items")
        return all(_all_close(a, b, rtol, atol, equal_nan) for a, b in zip(out, expected))
    if left:
        return all(_all_close(a, expected, rtol, atol, equal_nan) for a in out)
    if right:
        return all(_all_close(out, b, rtol, atol, equal_nan) for b in expected)
    for number in (out, expected):
        if not isinstance(number, (int, float, complex)):
            raise TypeError(f"{type(number).__name__} is no number")
    if out == expected:
        return True
    if isinstance(out, complex) or isinstance(expected, complex):
        return abs(out - expected) <= atol + rtol * abs(expected)
    out, expected = float(out), float(expected)
    if _math.isnan(out) or _math.isnan(expected):
        return bool(equal_nan and _math.isnan(out) and _math.isnan(expected))
    if _math.isinf(out) or _math.isinf(expected):
        return False
    return abs(out - expected) <= atol + rtol * abs(expected)


def array_module():
    module = _types.ModuleType("numpy")
    module.ndarray = _NoArray
    module.float64 = module.float32 = float
    module.allclose = _all_close
    module.isclose = _all_close
    module.isnan = _math.isnan
    module.inf, module.nan, module.pi, module.e = _math.inf, _math.nan, _math.pi, _math.e
    return module
