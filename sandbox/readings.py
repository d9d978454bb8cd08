"""How each plain type is read: by its tag, from what it is made of. Every byte may be hostile."""
import array as _array
import collections as _collections
import datetime as _datetime
import decimal as _decimal
import fractions as _fractions
import struct as _struct

_UNFINISHED = object()
_CODES = _array.typecodes
_PACKED = {b"J": "q", b"G": "d"}
_INT, _STR, _NONE = (int,), (str,), type(None)
_SPAN = (int, _NONE)
_CLOCK = (_INT, _INT, _INT, _INT, _INT, (_datetime.timedelta, _NONE, str))


def _read_slot(reader):
    slot = reader.count()
    if slot >= len(reader.slots) or reader.slots[slot] is _UNFINISHED:
        raise Malformed("a reference")
    return reader.slots[slot]


def _read_named(reader):
    value = _NAMED.get(reader.text())
    if value is None:
        raise Malformed("a name")
    return value


def _read_module(reader):
    name = reader.text()
    if name not in _MODULES:
        raise Malformed("a module")
    return __import__(name)


def _read_deque(reader):
    length = reader.value()
    if length is not None and (type(length) is not int or not 0 <= length < 1 << 31):
        raise Malformed("a length")
    return reader.filled(_collections.deque(maxlen=length), _collections.deque.extend, reader.values)


def _read_defaultdict(reader):
    factory = reader.value()
    if factory is not None and not callable(factory):
        raise Malformed("a factory")
    return reader.filled(_collections.defaultdict(factory), dict.update, reader.pairs)


def _read_row(reader):
    name = reader.text()
    fields = tuple([reader.text() for _ in range(reader.size())])
    kind = _ROWS.get((name, fields))
    if kind is None:
        if len(_ROWS) >= _MOST_ROWS:
            raise Unsupported(f"named tuples of more than {_MOST_ROWS} classes")
        if len(fields) > _MOST_FIELDS:
            raise Malformed("a named tuple's fields")
        kind = _spelt_row(name, fields)
        _ROWS[name, fields] = kind
    return reader.frozen(lambda items: _row_of(kind, fields, items))


def _read_array(reader):
    code = reader.text()
    if code not in _CODES or len(code) != 1:
        raise Malformed("an array's kind")
    try:
        value = _array.array(code, reader.values())
    except (TypeError, OverflowError, ValueError):
        raise Malformed("an array's item") from None
    reader.slots.append(value)
    return value


def _read_chain(reader):
    slot = len(reader.slots)
    reader.slots.append(_UNFINISHED)
    maps = reader.values()
    if not all(any(type(part) is kind for kind in _MAPPINGS) for part in maps):
        raise Malformed("a map in a chain")
    reader.slots[slot] = chain = _collections.ChainMap(*maps)
    return chain


def _read_iterator(reader):
    slot, kind = len(reader.slots), reader.count()
    if kind >= len(_ITERATORS):
        raise Malformed("an iterator's kind")
    reader.slots.append(_UNFINISHED)
    reader.slots[slot] = iterator = _iterator(_ITERATORS[kind], reader.values())
    return iterator


def _iterator(kind, items):
    """One of that type, or of a list where those items cannot be its own."""
    if kind is _GENERATOR:
        return (item for item in items)
    if kind is map:
        return map(lambda item: item, items)
    if kind is filter:
        return filter(lambda item: True, items)
    if kind in (zip, enumerate) and items and all(type(item) is tuple and len(item) == len(items[0]) > 0 for item in items):
        if kind is zip:
            return zip(*[list(column) for column in zip(*items)])
        first = items[0][0]
        if len(items[0]) == 2 and all(type(item[0]) is int and item[0] == first + at for at, item in enumerate(items)):
            return enumerate([item[1] for item in items], first)
    return zip() if kind is zip and not items else iter(items)


def _read_items(reader):
    items = reader.values()
    try:
        return dict(items).items()
    except (TypeError, ValueError):
        raise Malformed("an item") from None


def _read_keys(reader):
    try:
        return dict.fromkeys(reader.values()).keys()
    except TypeError:
        raise Malformed("a key that cannot be one") from None


def _clock(hour, minute, second, microsecond, fold, zone):
    if type(zone) is str:
        zone = __import__("zoneinfo").ZoneInfo(zone)
    elif zone is not None:
        zone = _datetime.timezone(zone)
    return _datetime.time(hour, minute, second, microsecond, zone, fold=fold)


def _moment(year, month, day, *clock):
    return _datetime.datetime.combine(_datetime.date(year, month, day), _clock(*clock))


_READ = {
    b"N": lambda reader: None,
    b"T": lambda reader: True,
    b"F": lambda reader: False,
    b"i": lambda reader: int.from_bytes(reader.raw(), "little", signed=True),
    b"d": lambda reader: _struct.unpack("<d", reader.take(8))[0],
    b"c": lambda reader: complex(*_struct.unpack("<dd", reader.take(16))),
    b"s": Reader.text,
    b"b": Reader.raw,
    b"A": lambda reader: reader.filled(bytearray(), bytearray.extend, reader.raw),
    b"l": lambda reader: reader.filled([], list.extend, reader.values),
    b"S": lambda reader: reader.filled(set(), set.update, reader.values),
    b"t": lambda reader: reader.frozen(tuple),
    b"f": lambda reader: reader.frozen(frozenset),
    b"D": lambda reader: reader.filled({}, dict.update, reader.pairs),
    b"C": lambda reader: reader.filled(_collections.Counter(), dict.update, reader.pairs),
    b"O": lambda reader: reader.filled(_collections.OrderedDict(), _collections.OrderedDict.update, reader.pairs),
    b"e": _read_defaultdict,
    b"q": _read_deque,
    b"u": _read_row,
    b"a": _read_array,
    b"w": lambda reader: memoryview(reader.raw()),
    b"k": _read_chain,
    b"K": _read_keys,
    b"V": lambda reader: dict(enumerate(reader.values())).values(),
    b"M": _read_items,
    b"I": _read_iterator,
    b"P": _read_module,
    b"&": _read_slot,
    b"n": _read_named,
    b"v": lambda reader: read_library_value(reader),
    b"R": lambda reader: reader.built(range, (_INT, _INT, _INT)),
    b"L": lambda reader: reader.built(slice, (_SPAN, _SPAN, _SPAN)),
    b"m": lambda reader: reader.built(_decimal.Decimal, (_STR,)),
    b"r": lambda reader: reader.built(_fractions.Fraction, (_INT, _INT)),
    b"1": lambda reader: reader.built(_datetime.date, (_INT,) * 3),
    b"2": lambda reader: reader.built(_clock, _CLOCK),
    b"3": lambda reader: reader.built(_moment, (_INT,) * 3 + _CLOCK),
    b"4": lambda reader: reader.built(_datetime.timedelta, (_INT,) * 3),
    b"5": lambda reader: reader.built(_datetime.timezone, ((_datetime.timedelta,),)),
}
