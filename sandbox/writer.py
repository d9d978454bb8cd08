"""Values as bytes that can say only exact plain types: either side writes with it.

A container that was seen before is written as a reference to its slot, so shared and cyclic structure survives.
"""
import array as _array
import collections as _collections
import itertools as _itertools

_NAME_OF = {id(value): name for name, value in _NAMED.items()}
# A subclass of these crosses as its base, unless it has its own idea of equality.
_BASES = (str, int, float, complex, bytes, bytearray, list, tuple, _collections.deque, dict, set, frozenset)
_KEYS, _VALUES, _ITEMS = type({}.keys()), type({}.values()), type({}.items())
# What an iterator may have; one that has more stays where it is.
_NEXT = 1 << CLAIMS.index("__next__")
_ITERATION = _NEXT + sum(
    1 << CLAIMS.index(name) for name in ("__iter__", "__length_hint__", "__copy__", "__deepcopy__", "__class_getitem__")
)
# Words of a machine, as the module array calls them.
_WORDS = {int: "q", float: "d"}


_TEXTS = frozenset(["__str__", "__repr__", "__format__", "__lt__", "__le__", "__gt__", "__ge__", "__ne__"])


def _acts_otherwise(kind, base):
    own = kind.__mro__[: kind.__mro__.index(base)]
    return any(name in _TEXTS or name in CLAIMS for part in own for name in vars(part) if name != "__hash__")


class Writer:
    def __init__(self, export, known=(), stream=None):
        self.out = bytearray()
        self.export = export
        self.stream = stream  # for iterators that need not be drained: says whether it wrote one
        self.slots = list(known)  # also keeps what was written alive, so that no id is used twice
        self.seen = {id(value): slot for slot, value in enumerate(self.slots)}
        self.drained = []  # (iterator, items) pairs
        self.flattened = 0  # 1: an instance of a subclass crossed as its base, 2: one that has special methods of its own
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
        if put_library_value(self, kind, value):
            return
        for base in _BASES:
            if issubclass(kind, base):
                if kind.__eq__ is not base.__eq__:
                    return self.export(self, value)
                self.flattened |= 2 if _acts_otherwise(kind, base) else 1
                return self.put(_PLAIN[base](value))
        has = claims_of(kind)[0]
        if has & _NEXT and not has & ~_ITERATION:
            if self.stream is None or not self.stream(self, kind, value):
                self.drain(value)
            return
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
            items.append((item[0], iter(list(item[1]))) if type(iterator) is _itertools.groupby else item)
            if len(items) > MAX_DRAINED:
                raise Unsupported(f"an iterator of more than {MAX_DRAINED} items")
        self.drained.append((iterator, items))
        slot = len(self.slots)  # an iterator that is met twice is one iterator
        self.seen[id(iterator)] = slot
        self.slots.append(iterator)
        self.out += b"I"
        self.count(next((number for number, kind in enumerate(_ITERATORS) if type(iterator) is kind), 0))
        self.items(b"", items, len(items))
