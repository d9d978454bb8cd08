"""Values between the candidate and the judge: bytes that can say only exact plain types.

Either side writes with Writer and reads with Reader. The judge's reader takes every byte for hostile: all lengths are
checked against what is left, depth is bounded, and nothing but the constructors of plain types is ever called.
A container that was seen before is written as a reference to its slot, so shared and cyclic structure survives.
"""
import array as _array
import builtins as _builtins
import collections as _collections
import collections.abc as _abc
import datetime as _datetime
import decimal as _decimal
import fractions as _fractions
import struct as _struct
import sys as _sys
import types as _types

MAX_DEPTH = 250
MAX_DRAINED = 100_000
MAX_FRAME = 16 << 20


class Unsupported(BaseException):
    """A value, or something done to one, that does not cross."""


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
_NAME_OF = {id(value): name for name, value in _NAMED.items()}

_MAPPINGS = (dict, _collections.Counter, _collections.OrderedDict, _collections.defaultdict)
MUTABLE = frozenset(_MAPPINGS + (list, set, bytearray, _collections.deque))
# A subclass of these crosses as its base, unless it has its own idea of equality.
_BASES = (str, int, float, complex, bytes, bytearray, list, tuple, _collections.deque, dict, set, frozenset)
_KEYS, _VALUES, _ITEMS = type({}.keys()), type({}.values()), type({}.items())


class _Deeper:
    """Room on the stack for a value's depth, whatever is left of it where the value is written or read."""

    def __enter__(self):
        self.limit = _sys.getrecursionlimit()
        _sys.setrecursionlimit(min(self.limit + 8 * MAX_DEPTH, 2**31 - 1))

    def __exit__(self, *problem):
        _sys.setrecursionlimit(self.limit)


class Writer:
    def __init__(self, export, known=()):
        self.out = bytearray()
        self.export = export
        self.slots = list(known)  # also keeps what was written alive, so that no id is used twice
        self.seen = {id(value): slot for slot, value in enumerate(self.slots)}
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
        for base in _BASES:
            if issubclass(kind, base):
                if kind.__eq__ is not base.__eq__:
                    return self.export(self, value)
                return self.put(_PLAIN[base](value))
        if issubclass(kind, _abc.Iterator):
            return self.drain(value)
        self.export(self, value)

    def drain(self, iterator):
        items = []
        for item in iterator:
            items.append(item)
            if len(items) > MAX_DRAINED:
                raise Unsupported(f"an iterator of more than {MAX_DRAINED} items")
        slot = len(self.slots)  # an iterator that is met twice is one iterator
        self.seen[id(iterator)] = slot
        self.slots.append(iterator)
        self.items(b"I", items, len(items))


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


class Reader:
    def __init__(self, data, handle, known=()):
        self.data = data
        self.at = 0
        self.handle = handle  # (reader, tag) for objects that are not values
        self.slots = list(known)
        self.depth = 0

    def count(self):
        number = shift = 0
        while True:
            if self.at >= len(self.data) or shift > 28:
                raise Malformed("a number")
            byte = self.data[self.at]
            self.at += 1
            number |= (byte & 127) << shift
            if byte < 128:
                return number
            shift += 7

    def size(self):
        """A number of things that take at least one byte each."""
        number = self.count()
        if number > len(self.data) - self.at:
            raise Malformed("a length")
        return number

    def take(self, count):
        if count > len(self.data) - self.at:
            raise Malformed("a length")
        start = self.at
        self.at += count
        return bytes(self.data[start : self.at])

    def raw(self):
        return self.take(self.size())

    def text(self):
        try:
            return self.raw().decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise Malformed("a text") from None

    def ended(self):
        if self.at != len(self.data):
            raise Malformed("bytes behind a value")

    def value(self):
        tag = self.data[self.at : self.at + 1]
        self.at += 1
        read = _READ.get(bytes(tag))
        if read is None:
            return self.handle(self, bytes(tag))
        self.depth += 1
        if self.depth > MAX_DEPTH + 2:
            raise Malformed("depth")
        value = read(self)
        self.depth -= 1
        return value

    def values(self):
        count = self.size()
        tag = bytes(self.data[self.at : self.at + 1])
        if count >= 8 and tag in _PACKED:
            self.at += 1
            words = _array.array(_PACKED[tag])
            words.frombytes(self.take(8 * count))
            return words.tolist()
        if count >= 8 and tag == b"X":
            self.at += 1
            return self.mixed(self.take(count))
        read = self.value
        return [read() for _ in range(count)]

    def mixed(self, kinds):
        floats = kinds.count(1)
        if floats + kinds.count(0) != len(kinds):
            raise Malformed("a kind of number")
        whole, parts = _array.array("q"), _array.array("d")
        whole.frombytes(self.take(8 * (len(kinds) - floats)))
        parts.frombytes(self.take(8 * floats))
        next_whole, next_part = iter(whole).__next__, iter(parts).__next__
        return [next_part() if kind else next_whole() for kind in kinds]

    def pairs(self):
        read = self.value
        # Two steps: a display would evaluate the value first where only the order of the bytes is known to be right.
        result = []
        for _ in range(self.size()):
            key = read()
            result.append((key, read()))
        return result

    def filled(self, container, fill, read):
        """A container that may hold itself: it has its slot before its items are read."""
        self.slots.append(container)
        items = read()
        try:
            fill(container, items)
        except TypeError:
            raise Malformed("a key that cannot be one") from None
        return container

    def frozen(self, make):
        """A container that cannot be made before its items; a reference to it from within is refused."""
        slot = len(self.slots)
        self.slots.append(_UNFINISHED)
        items = self.values()
        try:
            value = make(items)
        except TypeError:
            raise Malformed("an item that cannot be one") from None
        self.slots[slot] = value
        return value

    def built(self, make, kinds):
        """A value from its constructor's arguments, which must be of these exact types."""
        parts = [self.value() for _ in kinds]
        for part, allowed in zip(parts, kinds):
            if type(part) not in allowed:
                raise Malformed("a part of a value")
        try:
            return make(*parts)
        except (ValueError, TypeError, OverflowError, ArithmeticError):
            raise Malformed("a part of a value") from None


_UNFINISHED = object()
_WORDS = {int: "q", float: "d"}
_PACKED = {b"J": "q", b"G": "d"}
_INT, _STR, _NONE = (int,), (str,), type(None)
_SPAN = (int, _NONE)
_CLOCK = (_INT, _INT, _INT, _INT, _INT, (_datetime.timedelta, _NONE))


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


def _read_iterator(reader):
    slot = len(reader.slots)
    reader.slots.append(_UNFINISHED)
    reader.slots[slot] = iterator = iter(reader.values())
    return iterator


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
    zone = None if zone is None else _datetime.timezone(zone)
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
    b"K": _read_keys,
    b"V": lambda reader: dict(enumerate(reader.values())).values(),
    b"M": _read_items,
    b"I": _read_iterator,
    b"P": _read_module,
    b"&": _read_slot,
    b"n": _read_named,
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
