"""What stands in the judge for an object that stays with the candidate."""

_CLOSED, _TOLD, _OPEN = range(3)
# What a function or class says of itself in plain values.
_ABOUT = frozenset("__name__ __qualname__ __doc__ __module__ __annotations__ __dict__".split())
_MOST_SHAPES = 1000


class Shape(type):
    """The class of a stand-in, which is none of the program's: two objects that have the same methods are not of one type for it."""

    def __eq__(self, other):
        if self is _Remote or other is _Remote:
            return self is other
        raise unsupported("the type of an object")

    def __hash__(self):
        raise unsupported("the type of an object")

    def __getattribute__(self, name):
        if name in ("__name__", "__qualname__"):
            raise unsupported("the type of an object")
        return type.__getattribute__(self, name)


class _Remote(metaclass=Shape):
    """An object of the candidate that is no value. It can be called and handed back. Its class in the judge has those special
    methods that its type has on the other side, for `callable`, `hasattr` and the like ask for no more; calling one is
    unsupported, as its answer would be the candidate's word about itself. It equals itself; any other comparison that its type
    may have an answer to is unsupported. Attributes can be read where the tests' own text names the object or makes it an
    instance of a class, and set in the second case."""

    __slots__ = ("_judge", "_number", "_open")

    def __init__(self, judge, number, is_open):
        put = object.__setattr__
        put(self, "_judge", judge)
        put(self, "_number", number)
        put(self, "_open", is_open)

    def __getattr__(self, name):
        if name == "__mro_entries__":
            self._judge.unsupported("a class made from a class of the program")
        is_special = name.startswith("__") and name.endswith("__")
        if self._open and (not is_special or name in _ABOUT):
            return self._judge.attribute(self, name)
        if self._judge.question(b"H", self, lambda writer: writer.text(name)):
            self._judge.unsupported(f"the attribute {name} of an object")
        raise AttributeError(f"the object of the program has no attribute {name!r}")

    def __setattr__(self, name, value):
        if self._open != _OPEN or name.startswith("_"):
            self._judge.unsupported(f"setting the attribute {name} of an object")
        self._judge.set_attribute(self, name, value)

    def __eq__(self, other):
        return equal_objects(self, other) if is_remote(other) else NotImplemented

    __hash__ = object.__hash__  # the program, which chooses the number, must not know it

    @property
    def __class__(self):
        self._judge.unsupported("the class of an object")

    def _refuse(name):
        def method(self, *arguments, **options):
            self._judge.unsupported(f"{name} of an object")

        return method

    # What every object has, and answers in its own way.
    for _name in "dir sizeof delattr reduce reduce_ex".split():
        vars()[f"__{_name}__"] = _refuse(f"__{_name}__")

    def _text(name):
        def method(self, *arguments):
            if self._open == _OPEN:
                return self._judge.protocol(self, name, arguments)
            self._judge.unsupported(f"{name} of an object")

        return method

    for _name in "repr str format".split():
        vars()[f"__{_name}__"] = _text(f"__{_name}__")

    def _joined(name):
        """With another operand that the tests have from a class."""

        def method(self, *arguments):
            if self._open == _OPEN and len(arguments) == 1 and issubclass(type(arguments[0]), View):
                return asked(self, name, arguments)
            self._judge.unsupported(f"{name} of an object")

        return method

    for _name in "lt le gt ge".split():
        vars()[f"__{_name}__"] = _joined(f"__{_name}__")
    del _name

    def _called(self, *arguments, **options):
        return self._judge.call(self, arguments, options)

    def _truth(self):
        return self._judge.question(b"B", self)

    def _equal(self, other):
        if is_remote(other):
            return equal_objects(self, other)
        self._judge.unsupported("__eq__ of an object")

    def _entered(self):
        """What is entered is no plain value, whoever made it."""
        answer = self._judge.protocol(self, "__enter__", ())
        return self if is_remote(answer) and answer._number == self._number else answer

    def _left(self, kind, problem, trace):
        return self._judge.leave(self, problem)


_METHODS = {
    "__call__": _Remote._called,
    "__bool__": _Remote._truth,
    "__eq__": _Remote._equal,
    "__hash__": _Remote._text("__hash__"),
    "__enter__": _Remote._entered,
    "__exit__": _Remote._left,
}
for _name in CLAIMS:
    _METHODS.setdefault(_name, (_Remote._joined if _name in MADE_WITH else _Remote._refuse)(_name))
del _name, _Remote._refuse, _Remote._text, _Remote._joined, _Remote._called, _Remote._truth, _Remote._equal, _Remote._entered, _Remote._left
# An iterator and no more is read: what it yields are values.
_READING = {
    "__iter__": lambda self: self,
    "__next__": lambda self: next_of(self),
    "__length_hint__": lambda self: NotImplemented,
}
_shapes, _bits = {}, {}
set_class = vars(object)["__class__"].__set__


def _told(name):
    """Every class has these by itself, so that an instance would not be asked for them."""
    return property(lambda self: self.__getattr__(name))


def stand_in(has, nothing):
    """The class of stand-ins for objects whose type has these of CLAIMS, and says None to those."""
    shape = _shapes.get((has, nothing))
    if shape is None:
        if has >> len(CLAIMS) or nothing >> len(CLAIMS) or has & nothing:
            raise Malformed("what an object has")
        if len(_shapes) >= _MOST_SHAPES:
            raise Unsupported(f"objects of more than {_MOST_SHAPES} shapes")
        members = {name: _METHODS[name] for bit, name in enumerate(CLAIMS) if has >> bit & 1}
        members.update((name, None) for bit, name in enumerate(CLAIMS) if nothing >> bit & 1)
        if has & _NEXT and not has & ~_ITERATION:
            members.update({name: _READING[name] for name in _READING.keys() & members.keys()})
        if "__eq__" in members and "__hash__" not in members:
            members["__hash__"] = _METHODS["__hash__"]
        elif "__hash__" not in members:
            members["__hash__"] = _Remote.__hash__
        members.update(__slots__=(), __doc__=_told("__doc__"), __module__=_told("__module__"))
        shape = _shapes[has, nothing] = Shape("Object", (_Remote,), members)
        _bits[id(shape)] = has, nothing
    return shape


def bits_of(shape):
    return _bits[id(shape)]


def next_of(remote):
    """The next item. What the program's own iterator has besides may depend on how far it was read, so it is unsupported afterwards."""
    streams = remote._judge.readings
    stream = streams.get(remote._number)
    if stream is None:
        stream = streams[remote._number] = Stream(remote._judge, remote._number)
    elif stream._end is not None and not stream._ready:
        stream._end = None  # it may begin anew
    return next(stream)


def is_remote(value):
    return issubclass(type(value), _Remote)
