"""Writes ArrayPairs.swift: what numpy.allclose says of pairs of values. Run with a Python that has numpy:
python3 Scripts/array-pairs.py > Tests/CodeExecutionTests/ArrayPairs.swift"""
import itertools
import warnings

import numpy

from collections import deque
from decimal import Decimal
from fractions import Fraction

inf, nan = numpy.inf, numpy.nan
VALUES = (
    "0 1 -1 2.5 True False 1+2j inf -inf nan 1e300 1.0000001 1.1 None 'a' '' b'' b'a' [] () [[]] [[],[]] [[],[],[]] [1] [1.0] (1,) [2.5] "
    "[1,2] (1,2) [1.0,2.0] [1.0,2.00000001] [1,2.1] [[1,2]] [[1],[2]] [[1,2],[1,2]] [1,2,3] [1,[2]] [[1],[2,3]] [None] [None,None] ['a'] "
    "['a',1] [1,'a'] [True,False] [True,0.0] [1+0j,2] [inf,1] [nan,1] [-inf,1] {} {1:2} set() {1} frozenset() range(3) range(0) deque([1,2]) "
    "deque() Decimal(1) Fraction(1) 1<<62 1<<63 1<<64 -(1<<63) -(1<<64) [1<<64,1.0] [1<<63,-1] [1<<63] [[[1.0]]] [[[]]] object slice(1) "
    "bytearray(b'a') [b'a'] [1.5,2,True] ((1,2),(3,4)) [[1,2],[3,4]] [(1,2),[3,4.0]] {}.keys() {1:2}.values() Ellipsis [[1,2],None]"
).split()


def answer(left, right):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            close = bool(numpy.allclose(eval(left), eval(right), rtol=1e-07, atol=1e-06))
        except (TypeError, ValueError, OverflowError):
            return "!"
    if not close:
        return "-"
    return "=" if numpy.shape(eval(left)) == numpy.shape(eval(right)) else "~"


print("/// What numpy %s answers of `allclose` for each pair of values; made by array-pairs.py." % numpy.__version__)
print("enum ArrayPairs {")
print("  static let values = [")
for value in VALUES:
    print('    "%s",' % value)
print("  ]")
print()
print("  /// A line a left value, a letter a right one: `=` close, `~` close by broadcasting alone, `-` not close, `!` raises.")
print('  static let answers = """')
for left in VALUES:
    print("    " + "".join(answer(left, right) for right in VALUES))
print('    """')
print("}")
