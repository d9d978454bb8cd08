"""Iterators of the program, which stay where they are and are read item by item, when the tests ask: the next item may never come,
may be an exception, or may depend on what happens until then.
"""
import itertools as _itertools

_GENERATOR = type(None for _ in ())
# Iterators that tests may ask the type of; all others are of one type in the judge. In the order of the numbers that say it.
_ITERATORS = (None, _GENERATOR, map, filter, zip, enumerate)
# Of plain containers: at an end soon, and their items are there already. They cross as what is left of them.
_OF_CONTAINERS = frozenset(
    type(make())
    for value in ([], (), "", "\u00e9", b"", bytearray(), {}, {}.keys(), {}.values(), {}.items(), set(), range(0), range(1 << 70))
    for make in (value.__iter__, getattr(value, "__reversed__", value.__iter__))
)
_SINGLE, _MOST_AHEAD = 64, 1024  # items that are read one by one; items that are read ahead later
_IMMUTABLE_TYPE = 1 << 8  # a class that no Python code made


# The candidate's side


def streamed(writer, kind, value, number, is_known):
    """Whether an iterator crosses as a number, with what the judge needs to make one of its type."""
    parts = ()
    if kind in _OF_CONTAINERS:
        return False
    if kind in (zip, enumerate) and not is_known:
        made = kind.__reduce__(value)
        if len(made) != 2:
            return False  # a strict zip
        parts = made[1]
    writer.out += b"Z"
    writer.count(number)
    writer.count(next((number for number, known in enumerate(_ITERATORS) if kind is known), 0))
    writer.items(b"", parts, len(parts))
    return True


def pulled(iterator, count, late):
    """Items, whether that is all, and a generator's result. An exception behind items is kept for the next time."""
    items = []
    try:
        while len(items) < count:
            item = next(iterator)
            # A group ends where the next one begins.
            items.append((item[0], iter(list(item[1]))) if type(iterator) is _itertools.groupby else item)
    except StopIteration as end:
        return items, True, end.value
    except BaseException as problem:
        if not items:
            raise
        late.append(problem)
    return items, False, None


def sent_to(generator, value):
    try:
        return [generator.send(value)], False, None
    except StopIteration as end:
        return [], True, end.value


# The judge's side


class Stream:
    """What stands for an iterator of the program."""

    __slots__ = ("_judge", "_number", "_ready", "_count", "_end")

    def __init__(self, judge, number):
        self._judge, self._number = judge, number
        self._ready, self._count, self._end = [], 0, None

    def __iter__(self):
        return self

    def __next__(self):
        if self._count >= MAX_DRAINED and (self._ready or self._end is None):
            raise unsupported(f"an iterator of more than {MAX_DRAINED} items")
        if not self._ready:
            if self._end is not None:
                raise StopIteration
            self._take(self._judge.pull(self, 1 if self._count < _SINGLE else min(_MOST_AHEAD, self._count // 2)))
        self._count += 1
        return self._ready.pop()

    def _take(self, answer):
        if type(answer) is not tuple or len(answer) != 3 or type(answer[0]) is not list or type(answer[1]) is not bool:
            self._judge.settle(_FORBIDDEN, "malformed answer: no items")
        items, is_over, result = answer
        self._ready = items[::-1]
        if is_over:
            self._end = (result,)
        if not items:
            if not is_over:
                self._judge.settle(_FORBIDDEN, "malformed answer: no items")
            raise StopIteration(result)

    def _sent(self, value):
        if self._ready:
            raise unsupported("what is sent to a generator that was read ahead")
        self._take(self._judge.send_to(self, value))
        return self._ready.pop()


def _generated(stream):
    """A generator, for those who ask, send and close."""
    while True:
        try:
            item = next(stream)
            while True:
                try:
                    sent = yield item
                except GeneratorExit:
                    stream._judge.close_generator(stream)
                    raise
                except BaseException:
                    raise unsupported("an exception that is thrown into a generator")
                if sent is None:
                    break
                item = stream._sent(sent)
        except StopIteration as end:
            return end.value


def local_iterator(kind, judge, number, parts):
    """An iterator of that type, and the stream that it reads, if it is one."""
    if kind in (zip, enumerate):
        try:
            return (zip(*parts) if kind is zip else enumerate(*parts)), None
        except TypeError:
            raise Malformed("what an iterator is made of") from None
    stream = Stream(judge, number)
    if kind is _GENERATOR:
        return _generated(stream), stream
    if kind is map:
        return map(lambda item: item, stream), stream
    if kind is filter:
        return filter(lambda item: True, stream), stream
    return stream, stream
