"""How each plain type is written: by a tag, and what it is made of."""
import array as _array
import collections as _collections
import datetime as _datetime
import decimal as _decimal
import fractions as _fractions
import struct as _struct
import sys as _sys
import types as _types

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
    if zone is None:
        return None
    if type(zone) is vars(_sys.modules.get("zoneinfo", _sys)).get("ZoneInfo") and zone.key is not None:
        return zone.key
    if type(zone) is not _datetime.timezone:
        raise Unsupported("a time zone with rules of its own")
    return zone.utcoffset(None)


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
