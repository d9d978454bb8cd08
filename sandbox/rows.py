"""Named tuples, which cross with their fields' names."""
import collections as _collections

# Classes of named tuples by name and fields. On the candidate's side: the program's own; in the judge: as the bytes spell them.
_ROWS = {}
_MOST_FIELDS, _MOST_ROWS = 256, 1000
_SPELT = "a named tuple"  # the module of classes made from bytes


def row_fields(kind):
    """The fields of a class that namedtuple made, or one like it; None for any other."""
    if not issubclass(kind, tuple) or kind.__eq__ is not tuple.__eq__:
        return None
    fields = getattr(kind, "_fields", None)
    if type(fields) is not tuple or not all(type(name) is str for name in fields):
        return None
    return fields if len(fields) <= _MOST_FIELDS else None


def _spelt_row(name, fields):
    """A class of named tuples as the bytes spell it. Whatever else the program's own class has is unsupported."""
    try:
        base = _collections.namedtuple(name, fields)
    except ValueError:
        raise Malformed("a named tuple's fields") from None

    def other(self, name):
        # Not a special one: Python looks for those on its own.
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        raise unsupported(f"the attribute {name} of a named tuple")

    return type(name, (base,), {"__slots__": (), "__module__": _SPELT, "__getattr__": other})


def _row_of(kind, fields, items):
    if len(items) != len(fields):
        raise Malformed("a named tuple's items")
    return tuple.__new__(kind, items)
