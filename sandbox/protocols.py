"""What Python itself asks of objects: operators, lengths, texts, items. Tests of a class of the program ask its instances for these as
they call its methods, and the program answers. Whose answer that may be, so that it is no word of the program on itself:

An object is asked where the tests have it from a class by its name (`objects.py` says what proves a class); a reference to it is then a
`View`, and another reference to the same object, which the program gave in the place of a plain value, is none. What an operator answers,
and what a function answers that the tests expect an object of, is a view of less: it is not calculated with, nor compared, with a value
of the tests, for the difference to what the tests expect would be whatever the program says. No object is ever asked whether it equals a
value of the tests.
"""
import math as _math
import operator as _operator
import os as _os

_INSTANCE, _RESULT, _CLASS, _MAKER = range(4)

_COMPARING = "lt le gt ge".split()
_CONTAINING = "contains getitem setitem delitem".split()
_LONE = "str repr format bytes int float complex index len hash iter reversed round trunc floor ceil fspath abs neg pos invert bool".split()
_RETURNING_ITSELF = frozenset(["__enter__", "__iter__"] + [f"__i{name}__" for name in CALCULATING])


def _acts():
    """How the candidate's side answers each."""
    acts = {"__eq__": _operator.eq, "__enter__": lambda target: type(target).__enter__(target)}
    for name in CALCULATING:
        act = {"divmod": divmod, "pow": pow}.get(name) or getattr(_operator, f"__{name}__")
        acts[f"__{name}__"] = act
        acts[f"__r{name}__"] = lambda target, other, act=act: act(other, target)
        if name != "divmod":
            acts[f"__i{name}__"] = getattr(_operator, f"__i{name}__")
    for name in _COMPARING + _CONTAINING:
        acts[f"__{name}__"] = getattr(_operator, f"__{name}__")
    own = {"index": _operator.index, "trunc": _math.trunc, "floor": _math.floor, "ceil": _math.ceil, "fspath": _os.fspath}
    own.update({name: getattr(_operator, f"__{name}__") for name in ("neg", "pos", "invert")})
    for name in _LONE:
        acts[f"__{name}__"] = own.get(name) or getattr(_builtins, name)
    return acts


_ACTS = _acts()
_MAKING = frozenset(["__neg__", "__pos__", "__invert__", "__abs__", "__round__"])
_WITH_VALUES = MADE_WITH | {f"__{name}__" for name in _COMPARING + _CONTAINING}


class View(_Remote):
    """A reference to an object that may be asked."""

    __slots__ = ("_level",)
    _asks_equal = False

    def __getattr__(self, name):
        answer = _Remote.__getattr__(self, name)
        return view_of(answer, _RESULT) if self._level in (_CLASS, _MAKER) and is_remote(answer) else answer

    def __eq__(self, other):
        if is_remote(other):
            return equal_objects(self, other)
        if self._asks_equal:
            raise unsupported("__eq__ of an object")
        return NotImplemented

    def __hash__(self):
        return object.__hash__(self._judge.remotes[self._number])

    @property
    def __class__(self):
        return self._judge.question(b"Y", self, opening=_TOLD)


def _is_instance(value):
    return issubclass(type(value), View) and value._level == _INSTANCE


def equal_objects(left, right):
    """Of two objects of the program, one of which the tests have from a class."""
    if left._number == right._number:
        return True
    is_open = left._open == right._open == _OPEN
    if is_open and not _compares(left) and not _compares(right):
        return False
    if not is_open or not any(issubclass(type(value), View) for value in (left, right)):
        raise unsupported("the comparison of two objects of the program")
    answer = left._judge.protocol(left, "__eq__", (right,))
    if type(answer) is not bool:
        raise unsupported("a comparison that is neither true nor false")
    return answer


_EQ = 1 << CLAIMS.index("__eq__")


def _compares(value):
    """Whether its class has an equality of its own, and not every object's."""
    return bits_of(type(value._judge.remotes[value._number]))[0] & _EQ


def asked(self, name, arguments):
    """The program's answer; an object of it is a view again where the operator makes new ones."""
    level = self._level if issubclass(type(self), View) else _RESULT
    is_program = all(is_remote(value) and value._open == _OPEN for value in arguments)
    if level in (_RESULT, _MAKER) and name in _WITH_VALUES and not is_program:
        raise unsupported(f"{name} of an object, with a value of the tests")
    answer = self._judge.protocol(self, name, arguments)
    if not is_remote(answer):
        if name in MADE_WITH and level != _INSTANCE and not any(map(_is_instance, arguments)):
            raise unsupported(f"{name} of two objects, where the answer is a value")
        return answer
    if answer._number == self._number and name in _RETURNING_ITSELF:
        return self
    return view_of(answer, _RESULT) if name in MADE_WITH or name in _MAKING else answer


def _asking(name):
    return lambda self, *arguments: asked(self, name, arguments)


def _view_called(self, *arguments, **options):
    answer = self._judge.call(self, arguments, options)
    if self._level in (_CLASS, _MAKER) and is_remote(answer):
        return view_of(answer, _INSTANCE if self._level == _CLASS else _RESULT)
    return answer


for _name in _COMPARING + ["str", "repr", "format"]:
    setattr(View, f"__{_name}__", _asking(f"__{_name}__"))
_view_shapes = {}


def view_of(remote, level):
    views, shape = remote._judge.views, _viewing(type(remote))
    view = views.get((remote._number, level))
    if view is None:
        view = views[remote._number, level] = shape(remote._judge, remote._number, _OPEN)
        object.__setattr__(view, "_level", level)
    elif type(view) is not shape:
        set_class(view, shape)
    return view


def _viewing(shape):
    """The class of views of objects of a shape."""
    found = _view_shapes.get(id(shape))
    if found is None:
        has, nothing = bits_of(shape)
        members = {name: _METHODS[name] for bit, name in enumerate(CLAIMS) if has >> bit & 1}
        reads = has & _NEXT and not has & ~_ITERATION
        for name in members.keys() & _ACTS.keys():
            members[name] = _asking(name)
        if "__next__" in members:
            members["__next__"] = _READING["__next__"]
        if reads:
            members.update({name: _READING[name] for name in _READING.keys() & members.keys()})
        if "__call__" in members:
            members["__call__"] = _view_called
        members.update((name, None) for bit, name in enumerate(CLAIMS) if nothing >> bit & 1)
        asks_equal = members.pop("__eq__", None) is not None
        members.update(__slots__=(), _asks_equal=asks_equal, __doc__=_told("__doc__"), __module__=_told("__module__"))
        found = _view_shapes[id(shape)] = Shape("Object", (View,), members)
    return found


def same(left, right):
    """Whether two references are to one object."""
    return left is right or (is_remote(left) and is_remote(right) and left._number == right._number)
