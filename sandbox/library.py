"""Values of the standard library that never change: they cross as what they are made of, and the other side makes them anew with the class
of its own library. What the module has that is not in this list stays with the program.
"""
import importlib as _importlib
import re as _re
import sys as _sys
import types as _types

_MATCH = type(_re.match("", ""))
_TEXT, _NUMBER = (str,), (int,)
_MAYBE_NUMBER = (int, type(None))


class Match:
    """What a regular expression found: its groups, their places, and the text if it is short. The judge does not run the program's
    expression."""

    __slots__ = ("_groups", "_names", "_string", "regs", "lastindex", "pos", "endpos")

    def __init__(self, groups, names, string, regs, lastindex, pos, endpos):
        if not 0 < len(groups) == len(regs) or not all(type(number) is int and 0 <= number < len(groups) for number in names.values()):
            raise ValueError
        if not all(type(span) is tuple and len(span) == 2 and all(type(place) is int for place in span) for span in regs):
            raise ValueError
        self._groups, self._names, self._string, self.regs = groups, names, string, regs
        self.lastindex, self.pos, self.endpos = lastindex, pos, endpos

    def _number(self, group):
        number = self._names.get(group, -1) if isinstance(group, str) else group.__index__()
        if not 0 <= number < len(self._groups):
            raise IndexError("no such group")
        return number

    def group(self, *groups):
        found = tuple([self._groups[self._number(group)] for group in groups or (0,)])
        return found if len(found) > 1 else found[0]

    def __getitem__(self, group):
        return self._groups[self._number(group)]

    def groups(self, default=None):
        return tuple([default if group is None else group for group in self._groups[1:]])

    def groupdict(self, default=None):
        return {name: default if self[name] is None else self[name] for name in self._names}

    def span(self, group=0):
        return self.regs[self._number(group)]

    def start(self, group=0):
        return self.span(group)[0]

    def end(self, group=0):
        return self.span(group)[1]

    @property
    def lastgroup(self):
        return next((name for name, number in self._names.items() if number == self.lastindex), None)

    @property
    def string(self):
        if self._string is None:
            raise unsupported("the whole text of a match, which is long")
        return self._string

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        raise unsupported(f"the attribute {name} of a match")

    def __repr__(self):
        return f"<re.Match object; span={self.span()!r}, match={self.group()!r}>"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _parts_of_match(match):
    groups = tuple([match[number] for number in range(len(match.regs))])
    string = match.string if isinstance(match.string, (str, bytes)) and len(match.string) <= 4096 else None
    return groups, dict(match.re.groupindex), string, match.regs, match.lastindex, match.pos, match.endpos


def _parts_of_time(value):
    return tuple(value) + (value.tm_zone, value.tm_gmtoff)


def _as_text(value):
    return (str(value),)


# (module, name, what it is made of, the exact types of that; how it is made, if not by its class)
_LIBRARY_VALUES = (
    *(("pathlib", name, _as_text, (_TEXT,), None) for name in ("PosixPath", "PurePosixPath", "PureWindowsPath")),
    ("uuid", "UUID", lambda value: (value.int,), (_NUMBER,), lambda kind, number: kind(int=number)),
    *(
        ("ipaddress", f"IPv{version}{name}", _as_text, (_TEXT,), None)
        for version in (4, 6)
        for name in ("Address", "Network", "Interface")
    ),
    ("zoneinfo", "ZoneInfo", lambda value: (value.key,), (_TEXT,), None),
    (
        "time",
        "struct_time",
        _parts_of_time,
        (_NUMBER,) * 9 + ((str, type(None)), _MAYBE_NUMBER),
        lambda kind, *parts: kind(parts[:9] if parts[9:] == (None, None) else parts),
    ),
    ("types", "MappingProxyType", lambda value: (dict(value),), ((dict,),), None),
    (
        "re",
        "Match",
        _parts_of_match,
        ((tuple,), (dict,), (str, bytes, type(None)), (tuple,), _MAYBE_NUMBER, _NUMBER, _NUMBER),
        lambda kind, *parts: Match(*parts),
    ),
)


def put_library_value(writer, kind, value):
    """Whether it is one of those."""
    for number, (module, name, parts, _, _) in enumerate(_LIBRARY_VALUES):
        if module in _sys.modules and vars(_sys.modules[module]).get(name) is kind:
            writer.out += b"v"
            writer.count(number)
            for part in parts(value):
                writer.put(part)
            return True
    return False


def read_library_value(reader):
    number = reader.count()
    if number >= len(_LIBRARY_VALUES):
        raise Malformed("a library's value")
    module, name, _, kinds, make = _LIBRARY_VALUES[number]
    try:
        kind = getattr(_importlib.import_module(module), name)
    except ImportError:
        raise Unsupported(f"a {name}, whose module cannot be imported here") from None
    return reader.built(kind if make is None else lambda *parts: make(kind, *parts), kinds)
