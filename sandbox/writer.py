"""Values as bytes that can say only exact plain types: either side writes with it.

A container that was seen before is written as a reference to its slot, so shared and cyclic structure survives.
"""
import array as _array
import collections as _collections
import datetime as _datetime
import decimal as _decimal
import fractions as _fractions
import itertools as _itertools
import struct as _struct
import sys as _sys
import types as _types

_NAME_OF = {id(value): name for name, value in _NAMED.items()}
# A subclass of these crosses as its base, unless it has its own idea of equality.
_BASES = (str, int, float, complex, bytes, bytearray, list, tuple, _collections.deque, dict, set, frozenset)
_KEYS, _VALUES, _ITEMS = type({}.keys()), type({}.values()), type({}.items())
# What an iterator may have; one that has more stays where it is.
_NEXT = 1 << CLAIMS.index("__next__")
_ITERATION = _NEXT + sum(
    1 << CLAIMS.index(name) for name in ("__iter__", "__length_hint__", "__copy__", "__deepcopy__", "__class_getitem__")
)
# References to an iterator that only lies in a call's arguments: of those, and of the frames of this file.
_OF_A_CALL = 6
# Words of a machine, as the module array calls them.
_WORDS = {int: "q", float: "d"}


class Writer:
    def __init__(self, export, known=()):
        self.out = bytearray()
        self.export = export
        self.slots = list(known)  # also keeps what was written alive, so that no id is used twice
        self.seen = {id(value): slot for slot, value in enumerate(self.slots)}
        self.drained = []  # (iterator, items, whether it is held by more than this call)
        self.depth = 0

    def count(self, number):
        out = self.out
        while number > 127:
            out.append(number & 127 | 128)
            number >>= 7
        out.append(number)

    def raw(self, data):
        self.count(len(data))
        self.out += data

    def text(self, text):
        self.raw(text.encode("utf-8", "surrogatepass"))

    def items(self, tag, items, count):
        self.out += tag
        self.count(count)
        if count >= 8 and type(items) in (list, tuple) and self.packed(items):
            return
        put = self.put
        for item in items:
            put(item)
            count -= 1
        if count != 0:
            raise Unsupported("a container that changes while it is read")

    def packed(self, items):
        """Many numbers of one kind go as machine words."""
        kinds = set(map(type, items))
        if not kinds <= _WORDS.keys():
            return False
        if len(kinds) == 2:
            return self.mixed(items)
        kind = kinds.pop()
        try:
            words = _array.array(_WORDS[kind], items)
        except OverflowError:
            return False
        self.out += b"J" if kind is int else b"G"
        self.out += words.tobytes()
        return True

    def mixed(self, items):
        """Whole numbers and floats: a byte each that says which, then the words of either kind."""
        try:
            whole = _array.array("q", [item for item in items if type(item) is int])
        except OverflowError:
            return False
        self.out += b"X"
        self.out += bytes([type(item) is float for item in items])
        self.out += whole.tobytes()
        self.out += _array.array("d", [item for item in items if type(item) is float]).tobytes()
        return True

    def mapping(self, tag, mapping):
        self.out += tag
        self.count(len(mapping))
        for key, value in list(dict.items(mapping)):
            self.put(key)
            self.put(value)

    def put(self, value):
        kind = type(value)
        if type(kind) is Shape:
            return self.export(self, value)
        if kind in _ONCE:
            slot = self.seen.get(id(value))
            if slot is not None:
                self.out += b"&"
                self.count(slot)
                return
            self.seen[id(value)] = len(self.slots)
            self.slots.append(value)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unsupported("a value that is nested too deeply")
        write = _WRITE.get(kind)
        if write is not None:
            write(self, value)
        else:
            self.other(kind, value)
        self.depth -= 1

    def other(self, kind, value):
        name = _NAME_OF.get(id(value))
        if name is not None:
            self.out += b"n"
            self.text(name)
            return
        fields = row_fields(kind)
        if fields is not None:
            return self.row(kind, fields, value)
        for base in _BASES:
            if issubclass(kind, base):
                if kind.__eq__ is not base.__eq__:
                    return self.export(self, value)
                return self.put(_PLAIN[base](value))
        has = claims_of(kind)[0]
        if has & _NEXT and not has & ~_ITERATION:
            return self.drain(value)
        self.export(self, value)

    def row(self, kind, fields, value):
        """A named tuple: its class's name and fields, then its items."""
        slot = self.seen.get(id(value))
        if slot is not None:
            self.out += b"&"
            return self.count(slot)
        self.seen[id(value)] = len(self.slots)
        self.slots.append(value)
        key = kind.__name__, fields
        known = _ROWS.get(key)
        if known is None or known.__module__ == _SPELT:
            _ROWS[key] = kind
        elif known is not kind:
            raise Unsupported(f"two classes of named tuples with the same name, {kind.__name__}")
        self.out += b"u"
        self.text(kind.__name__)
        self.count(len(fields))
        for name in fields:
            self.text(name)
        self.items(b"", tuple(tuple.__iter__(value)), tuple.__len__(value))

    def drain(self, iterator):
        items = []
        for item in iterator:
            # A group ends where the next one begins.
            items.append((item[0], iter(list(item[1]))) if type(iterator) is _itertools.groupby else item)
            if len(items) > MAX_DRAINED:
                raise Unsupported(f"an iterator of more than {MAX_DRAINED} items")
        self.drained.append((iterator, items, _sys.getrefcount(iterator) > _OF_A_CALL))
        slot = len(self.slots)  # an iterator that is met twice is one iterator
        self.seen[id(iterator)] = slot
        self.slots.append(iterator)
        self.out += b"I"
        self.count(next((number for number, kind in enumerate(_ITERATORS) if type(iterator) is kind), 0))
        self.items(b"", items, len(items))


_PLAIN = {
    str: str.__str__,
    int: int.__pos__,
    float: float.__pos__,
    complex: lambda value: complex(value.real, value.imag),
    bytes: lambda value: bytes(bytearray(value)),
    bytearray: lambda value: bytearray(bytes(value)),
    list: lambda value: list(list.__iter__(value)),
    tuple: lambda value: tuple(tuple.__iter__(value)),
    dict: lambda value: dict(dict.items(value)),
    set: lambda value: set(set.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
    _collections.deque: lambda value: _collections.deque(_collections.deque.__iter__(value), value.maxlen),
}


def _put_int(writer, value):
    writer.out += b"i"
    writer.raw(value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True))


def _put_str(writer, value):
    writer.out += b"s"
    writer.text(value)


def _put_bytes(tag):
    def put(writer, value):
        writer.out += tag
        writer.raw(value)

    return put


def _put_items(tag):
    return lambda writer, value: writer.items(tag, value, len(value))


def _put_mapping(tag):
    return lambda writer, value: writer.mapping(tag, value)


def _put_parts(tag, parts):
    """A value that is its constructor's arguments."""

    def put(writer, value):
        writer.out += tag
        for part in parts(value):
            writer.put(part)

    return put


def _put_deque(writer, value):
    writer.out += b"q"
    writer.put(value.maxlen)
    writer.items(b"", value, len(value))


def _put_defaultdict(writer, value):
    writer.out += b"e"
    writer.put(value.default_factory)
    writer.mapping(b"", value)


def _put_array(writer, value):
    writer.out += b"a"
    writer.text(value.typecode)
    writer.items(b"", value.tolist(), len(value))


def _put_view(writer, value):
    """A view is what it shows; one that can be written through stays with its owner."""
    if not value.readonly or value.format != "B" or value.ndim != 1:
        raise Unsupported("a memoryview that is not one of read-only bytes")
    writer.out += b"w"
    writer.raw(value.tobytes())


def _put_chain(writer, value):
    if not all(type(part) in _MAPPINGS for part in value.maps):
        raise Unsupported("a ChainMap of other than dictionaries")
    slot = writer.seen.get(id(value))
    if slot is not None:
        writer.out += b"&"
        return writer.count(slot)
    writer.seen[id(value)] = len(writer.slots)
    writer.slots.append(value)
    writer.items(b"k", list(value.maps), len(value.maps))


def _put_module(writer, value):
    if value.__name__ not in _MODULES:
        raise Unsupported(f"the module {value.__name__}")
    writer.out += b"P"
    writer.text(value.__name__)


def _zone(zone):
    if zone is not None and type(zone) is not _datetime.timezone:
        raise Unsupported("a time zone with rules of its own")
    return None if zone is None else zone.utcoffset(None)


def _time(value):
    return value.hour, value.minute, value.second, value.microsecond, value.fold, _zone(value.tzinfo)


def _day(value):
    return value.year, value.month, value.day


_WRITE = {
    type(None): lambda writer, value: writer.out.append(78),
    bool: lambda writer, value: writer.out.append(84 if value else 70),
    int: _put_int,
    float: lambda writer, value: writer.out.extend(b"d" + _struct.pack("<d", value)),
    complex: lambda writer, value: writer.out.extend(b"c" + _struct.pack("<dd", value.real, value.imag)),
    str: _put_str,
    bytes: _put_bytes(b"b"),
    bytearray: _put_bytes(b"A"),
    list: _put_items(b"l"),
    tuple: _put_items(b"t"),
    set: _put_items(b"S"),
    frozenset: _put_items(b"f"),
    dict: _put_mapping(b"D"),
    _collections.Counter: _put_mapping(b"C"),
    _collections.OrderedDict: _put_mapping(b"O"),
    _collections.defaultdict: _put_defaultdict,
    _collections.deque: _put_deque,
    _KEYS: _put_items(b"K"),
    _VALUES: _put_items(b"V"),
    _ITEMS: _put_items(b"M"),
    range: _put_parts(b"R", lambda value: (value.start, value.stop, value.step)),
    slice: _put_parts(b"L", lambda value: (value.start, value.stop, value.step)),
    _array.array: _put_array,
    memoryview: _put_view,
    _collections.ChainMap: _put_chain,
    _types.ModuleType: _put_module,
    _decimal.Decimal: _put_parts(b"m", lambda value: (str(value),)),
    _fractions.Fraction: _put_parts(b"r", lambda value: (value.numerator, value.denominator)),
    _datetime.date: _put_parts(b"1", _day),
    _datetime.time: _put_parts(b"2", _time),
    _datetime.datetime: _put_parts(b"3", lambda value: _day(value) + _time(value)),
    _datetime.timedelta: _put_parts(b"4", lambda value: (value.days, value.seconds, value.microseconds)),
    _datetime.timezone: _put_parts(b"5", lambda value: (value.utcoffset(None),)),
}
_ONCE = MUTABLE | {tuple, frozenset}
