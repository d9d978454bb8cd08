"""Values out of the bytes that a writer wrote. The judge takes every byte for hostile: all lengths are checked against what
is left, depth is bounded, and nothing but the constructors of plain types is ever called.
"""
import array as _array


class Reader:
    def __init__(self, data, handle, known=()):
        self.data = data
        self.at = 0
        self.handle = handle  # (reader, tag) for objects that are not values
        self.slots = list(known)
        self.given = len(self.slots)  # those of the question that this answers
        self.drained = ()  # iterators of the question, as their writer has them
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
            if not any(type(part) is kind for kind in allowed):
                raise Malformed("a part of a value")
        try:
            return make(*parts)
        except (ValueError, TypeError, OverflowError, ArithmeticError, LookupError, OSError):
            raise Malformed("a part of a value") from None
