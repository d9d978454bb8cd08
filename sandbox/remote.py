"""What stands in the judge for an object that stays with the candidate."""


class _Remote:
    """An object of the candidate that is no value. It can be called and handed back; where the tests' own text makes it an
    instance of a class, its attributes can be read and set. It is equal to itself and to nothing else, and what it is
    asked for beyond that is unsupported: its answers would be the candidate's word about itself."""

    __slots__ = ("_judge", "_number", "_callable", "_truth", "_class", "_open")

    def __init__(self, judge, number, flags, is_open):
        put = object.__setattr__
        put(self, "_judge", judge)
        put(self, "_number", number)
        put(self, "_callable", bool(flags & 1))
        put(self, "_truth", bool(flags & 2))
        put(self, "_class", bool(flags & 4))
        put(self, "_open", is_open)

    def __call__(self, *arguments, **options):
        if not self._callable:
            raise TypeError("this object of the program is not callable")
        return self._judge.call(self, arguments, options)

    def __getattr__(self, name):
        if not self._open or name.startswith("_"):
            self._judge.unsupported(f"the attribute {name} of an object")
        return self._judge.attribute(self, name)

    def __setattr__(self, name, value):
        if not self._open or name.startswith("_"):
            self._judge.unsupported(f"the attribute {name} of an object")
        self._judge.set_attribute(self, name, value)

    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return self._number

    def __bool__(self):
        return self._truth

    def __repr__(self):
        return "<an object of the program>"

    def _refuse(name):
        def method(self, *arguments):
            self._judge.unsupported(f"{name} of an object")

        return method

    for _name in (
        "str format bytes lt le gt ge len iter next contains getitem setitem delitem add radd sub rsub mul rmul truediv "
        "rtruediv floordiv rfloordiv mod rmod pow rpow divmod rdivmod matmul rmatmul and rand or ror xor rxor lshift rlshift "
        "rshift rrshift neg pos abs invert int float complex index round trunc floor ceil reversed enter exit delattr "
        "instancecheck subclasscheck iadd isub imul copy deepcopy reduce_ex length_hint await aiter anext"
    ).split():
        vars()[f"__{_name}__"] = _refuse(f"__{_name}__")
    del _name, _refuse


# It has every method, an iterator's too, so the writer must not judge it by them.
_WRITE[_Remote] = lambda writer, value: writer.export(writer, value)
