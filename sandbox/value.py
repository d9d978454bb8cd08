"""Values between the candidate and the judge: what plain types there are, for the writer and the reader of their bytes.

Either side writes with Writer (`writer.py`) and reads with Reader (`reader.py`). All files of strict mode share one name space.
"""
import array as _array
import builtins as _builtins
import collections as _collections
import datetime as _datetime
import decimal as _decimal
import fractions as _fractions
import sys as _sys

MAX_DEPTH = 2000
MAX_DRAINED = 100_000
MAX_FRAME = 16 << 20


class Unsupported(BaseException):
    """A value, or something done to one, that does not cross."""


def unsupported(what):
    """To be raised. In the judge, where the tests may catch all exceptions, it does not come to that: the verdict is settled here."""
    if settle_unsupported is not None:
        settle_unsupported(what)
    return Unsupported(what)


settle_unsupported = None


class Malformed(BaseException):
    """Bytes that no honest writer wrote."""


_EXCEPTIONS = {
    name: value
    for name, value in vars(_builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException) and "Group" not in name and value.__name__ == name
}
_NAMED = {
    name: getattr(_builtins, name)
    for name in (
        "int str float bool complex bytes bytearray list tuple dict set frozenset object type range slice zip map filter "
        "enumerate reversed len sum min max abs sorted any all round ord chr repr hash pow divmod isinstance issubclass "
        "callable iter next print format bin hex oct ascii id Ellipsis NotImplemented"
    ).split()
}
_NAMED.update(_EXCEPTIONS)
for _module, _names in (
    (_collections, "Counter deque defaultdict OrderedDict"),
    (_decimal, "Decimal"),
    (_fractions, "Fraction"),
    (_datetime, "date time datetime timedelta timezone"),
):
    for _name in _names.split():
        _NAMED[_name] = getattr(_module, _name)
# A program's `import math` serves its tests too; what the tests get is their own interpreter's module.
_MODULES = frozenset("math cmath sys re string itertools functools collections operator random copy datetime".split())

_MAPPINGS = (dict, _collections.Counter, _collections.OrderedDict, _collections.defaultdict)
MUTABLE = frozenset(_MAPPINGS + (list, set, bytearray, _collections.deque, _array.array))


class _Deeper:
    """Room on the stack for a value's depth, whatever is left of it where the value is written or read."""

    def __enter__(self):
        self.limit = _sys.getrecursionlimit()
        _sys.setrecursionlimit(min(self.limit + 8 * MAX_DEPTH, 2**31 - 1))

    def __exit__(self, *problem):
        _sys.setrecursionlimit(self.limit)


# What the judge looks for on the type of an object that stays with the candidate, in the order of the bits that say it.
CLAIMS = tuple(
    f"__{name}__"
    for name in (
        "call bool len iter next reversed length_hint contains getitem setitem delitem missing enter exit aenter aexit await aiter "
        "anext int float complex index round trunc floor ceil bytes fspath abs neg pos invert add radd iadd sub rsub isub mul rmul "
        "imul matmul rmatmul imatmul truediv rtruediv itruediv floordiv rfloordiv ifloordiv mod rmod imod divmod rdivmod pow rpow "
        "ipow lshift rlshift ilshift rshift rrshift irshift and rand iand or ror ior xor rxor ixor eq hash copy deepcopy "
        "instancecheck subclasscheck mro_entries class_getitem get set delete buffer release_buffer"
    ).split()
)
_CLAIMED = frozenset(CLAIMS)
_mro_of = vars(type)["__mro__"].__get__
_members_of = vars(type)["__dict__"].__get__


def claims_of(kind):
    """Two numbers of bits: which of CLAIMS a type has beyond what every object has, and which of them it says None to."""
    found = {}
    for base in _mro_of(kind)[:-1]:
        for name, value in _members_of(base).items():
            if name in _CLAIMED and name not in found:
                found[name] = value is not None
    has = nothing = 0
    for bit, name in enumerate(CLAIMS):
        if name in found:
            if found[name]:
                has |= 1 << bit
            else:
                nothing |= 1 << bit
    return has, nothing


# Operators that make a new value of two, and what they are called as an object's methods.
CALCULATING = "add sub mul matmul truediv floordiv mod pow lshift rshift and or xor divmod".split()
MADE_WITH = frozenset(f"__{way}{name}__" for name in CALCULATING for way in ("", "r", "i"))
