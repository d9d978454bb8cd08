"""Arguments that a program keeps. What a later call changes in them is changed in the judge, too.

An argument counts as kept where the program holds one more reference to it when the call has ended; what lies in it is watched with
it. So is what an object answers with and goes on holding. Only the last calls with such containers are remembered, on both sides: a
change of an older argument is unsupported.
"""
import array as _array
import collections as _collections
import sys as _sys

_KEPT_CALLS = 64
_MOST_KEPT = 4096  # items of an answer that is watched
_METHOD = type(_collections.Counter().update)


class _Twins:
    """The containers of the last calls with kept arguments, each with what both sides know that it holds."""

    def __init__(self):
        self.calls = {}  # by the call's number: its slots, and [container, what it holds] by slot

    def keep(self, number, slots, given):
        """Of the slots the first are the question's, and the rest its answer's."""
        if len(self.calls) >= _KEPT_CALLS:
            self.calls.pop(next(iter(self.calls)))
        containers = {slot: [value, _held(value), slot < given] for slot, value in enumerate(slots) if type(value) in MUTABLE}
        self.calls[number] = slots, containers

    def changes(self):
        """(call, slot, what it holds now) of each that has changed on this side."""
        found = []
        for number, (_, containers) in self.calls.items():
            for slot, known in containers.items():
                now = _held(known[0])
                if _differs(known[1], now):
                    known[1] = now
                    found.append((number, slot, now))
        return found

    def known(self, number, slot):
        """The container and what it held, to be changed as it was on the other side."""
        if number not in self.calls:
            raise Unsupported("a change of an argument of a much earlier call")
        known = self.calls[number][1].get(slot)
        if known is None:
            raise Malformed("an argument's number")
        return known


class Kept(_Twins):
    """The candidate's."""

    def is_kept(self, tops, result):
        """Whether the program holds one of a call's arguments, when the call has ended."""
        # References: the arguments' tuple or dictionary, this list, the slots, the generator's name, and getrefcount's own.
        return any(type(top) in MUTABLE and _sys.getrefcount(top) > 5 + (top is result) for top in tops)

    def may_hold(self, operation, target, result, asked):
        """Whether this may be an object's answer with a container that it goes on holding, so that either side may change it."""
        if type(result) not in MUTABLE or len(result) > _MOST_KEPT or any(result is value for value in asked):
            return False
        return operation in (b"G", b"P") or (operation == b"C" and type(target) is _METHOD)

    def place_of(self, result):
        """Where the judge has a container already."""
        for number, (_, containers) in self.calls.items():
            for slot, twin in containers.items():
                if twin[0] is result:
                    return number, slot
        return None

    @staticmethod
    def is_held(result):
        # References: serve, answer, written, this, the slots, and getrefcount's own.
        return _sys.getrefcount(result) > 6

    def take(self, request):
        """What the tests changed."""
        number, slot = request.count(), request.count()
        known = self.known(number, slot)
        request.slots = list(self.calls[number][0])
        refill(known[0], request.raw() if type(known[0]) is bytearray else request.values())
        known[1] = _held(known[0])


class Lent(_Twins):
    """The judge's."""

    def frames(self, export):
        """What the tests changed since, for the candidate."""
        for number, slot, now in self.changes():
            writer = Writer(export, self.calls[number][0])
            writer.out += b"K"
            writer.count(number)
            writer.count(slot)
            put_content(writer, now)
            yield writer.out


def put_content(writer, now):
    if type(now) is bytes:
        writer.raw(now)
    else:
        writer.items(b"", now, len(now))


def refill(target, items):
    """Gives a container what it holds on the other side: items, or keys and values in turns."""
    try:
        if isinstance(target, dict):
            if len(items) % 2:
                raise Malformed("a dictionary")
            content = dict(zip(items[::2], items[1::2]))
            target.clear()
            dict.update(target, content) if type(target) is not _collections.OrderedDict else target.update(content)
        elif type(target) in (list, bytearray):
            target[:] = items
        elif type(target) is _array.array:
            target[:] = _array.array(target.typecode, items)
        else:
            content = set(items) if type(target) is set else items
            target.clear()
            target.update(content) if type(target) is set else target.extend(content)
    except (TypeError, OverflowError):
        raise Malformed("a key or item that cannot be one") from None
