"""What calls have changed, so that the tests can have it as it was before."""
import array as _array
import collections as _collections


class Arguments:
    _CALLS = 1024  # as many calls as are remembered

    def __init__(self):
        self.is_kept = False
        self.calls = _collections.deque()  # lists of ids
        self.records = {}  # by id: the object, what it held before the call that changed it, and after

    def asked(self, slots):
        """A call got these and may have changed them anew."""
        if self.records:
            for value in slots:
                self.records.pop(id(value), None)

    def changed(self, changes):
        """(object, what it held) pairs, after the change. What a call changes that did not get it was changed, or not, before: the tests
        mean what it was then."""
        if not self.is_kept:
            return
        self.calls.append([id(target) for target, _ in changes])
        for target, before in changes:
            earlier = self.records.get(id(target))
            if earlier is not None and not _differs(earlier[2], before):
                before = earlier[1]
            self.records[id(target)] = target, before, _held(target)
        self.forget()

    def gone_through(self, iterators):
        """(iterator, items) pairs of a call, whose items are where the program is."""
        if self.is_kept:
            self.calls.append([id(iterator) for iterator, _ in iterators])
            self.records.update((id(iterator), (iterator, items, None)) for iterator, items in iterators)
            self.forget()

    def forget(self):
        if len(self.calls) > self._CALLS:
            for number in self.calls.popleft():
                if not any(number in call for call in self.calls):
                    self.records.pop(number, None)

    def original(self, value):
        """A copy with the changed parts as they were; the value itself where it holds none."""
        if not self.records or is_remote(value) or not self.holds(value, set()):
            return value
        return self.rebuilt(value, {})

    def before(self, value):
        """What a container held before the last call that changed it, or holds now where there was none or the tests changed it since."""
        record = self.records.get(id(value))
        now = _held(value) if type(value) in MUTABLE else list(value)
        return record[1] if record is not None and not _differs(record[2], now) else now

    def holds(self, value, seen):
        if id(value) in self.records:
            return True
        kind = type(value)
        if is_remote(value) or id(value) in seen or (kind not in _ONCE and not self.is_bundle(kind)):
            return False
        seen.add(id(value))
        parts = value.maps if kind is _collections.ChainMap else () if kind is bytearray else self.before(value)
        return any(self.holds(part, seen) for part in parts)

    @staticmethod
    def is_bundle(kind):
        return kind is _collections.ChainMap or row_fields(kind) is not None

    def rebuilt(self, value, made):
        if is_remote(value):
            return value
        kind = type(value)
        if id(value) in made:
            return made[id(value)]
        if kind is _collections.ChainMap:
            return kind(*[self.rebuilt(part, made) for part in value.maps])
        if kind in (tuple, frozenset):
            return kind([self.rebuilt(part, made) for part in value])
        if row_fields(kind) is not None:
            return tuple.__new__(kind, [self.rebuilt(part, made) for part in value])
        if kind not in _ONCE:
            record = self.records.get(id(value))
            return value if record is None else iter(record[1])
        return self.refilled(value, kind, made)

    def refilled(self, value, kind, made):
        copy = made[id(value)] = _emptied(value)
        content = self.before(value)
        if kind is bytearray:
            copy.extend(content)
            return copy
        parts = [self.rebuilt(part, made) for part in content]
        if isinstance(copy, dict):
            for key, part in zip(parts[::2], parts[1::2]):
                dict.__setitem__(copy, key, part) if kind is not _collections.OrderedDict else copy.__setitem__(key, part)
        elif kind is set:
            copy.update(parts)
        else:
            copy.extend(parts)
        return copy


def _emptied(value):
    if type(value) is _collections.deque:
        return _collections.deque(maxlen=value.maxlen)
    if type(value) is _collections.defaultdict:
        return _collections.defaultdict(value.default_factory)
    if type(value) is _array.array:
        return _array.array(value.typecode)
    return type(value)()
