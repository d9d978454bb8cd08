"""The judge's answers where the tests ask what kind of object the program returned: `isinstance`, `issubclass` and `type` of what
stays with the candidate. The other side is asked when the tests ask; what it cannot say plainly is unsupported.
"""
import re as _re
import sys as _sys
import types as _types

_ASKED = frozenset(
    "builtins abc collections collections.abc contextlib dataclasses datetime decimal enum fractions functools inspect io itertools "
    "numbers os pathlib random re string threading types typing uuid".split()
)
_SOME_MATCH = _re.match("", "")


class Claims:
    def __init__(self, judge):
        self.judge = judge

    def builtins(self, *texts):
        """The built-in names that the tests see."""
        names = dict(vars(_builtins))
        names["isinstance"], names["issubclass"] = self.isinstance, self.issubclass
        # As a class by itself, `type` must stay what it is.
        if not any("type" in text and _re.search(r"\btype\b(?!\s*\()", text) for text in texts):
            names["type"] = self.type
        return names

    def isinstance(self, value, kind, /):
        if type(type(value)) is not Shape:
            return isinstance(value, kind) or (type(value) is Match and isinstance(_SOME_MATCH, kind))
        return self.one_of(b"I", value, kind, isinstance)

    def issubclass(self, value, kind, /):
        if not is_remote(value):
            return issubclass(value, kind)
        return self.one_of(b"J", value, kind, issubclass)

    def type(self, *arguments, **options):
        if len(arguments) != 1 or options:
            return type(*arguments, **options)
        kind = type(arguments[0])
        if type(kind) is Shape:
            return self.type_of(arguments[0])
        return _MATCH if kind is Match else kind

    def type_of(self, value):
        """A class of the program, which stays there: what has a plain type would not be an object of the program."""
        answer = self.judge.question(b"Y", value, opening=_TOLD)
        if not is_remote(answer):
            self.judge.settle(_FORBIDDEN, "malformed answer: a plain type")
        return answer

    def one_of(self, operation, value, kind, native):
        if is_remote(kind):
            return self.judge.question(operation, value, lambda writer: (writer.out.append(0), writer.put(kind)))
        if type(kind) is tuple:
            return any([self.one_of(operation, value, part, native) for part in kind])
        if isinstance(kind, _types.UnionType):
            return self.one_of(operation, value, kind.__args__, native)
        origin = getattr(kind, "__origin__", None)
        if isinstance(origin, type) and not getattr(kind, "__args__", None):
            kind = origin  # typing.Iterator
        if not isinstance(kind, type):
            return native(0, kind)  # what Python says of it
        module, name = kind.__module__, kind.__qualname__
        if module not in _ASKED or vars(_sys.modules.get(module, _sys)).get(name) is not kind:
            name = next((name for name, value in vars(_types).items() if value is kind), None)
            module = "types"
            if name is None:
                self.judge.unsupported(f"whether an object is a {kind.__name__}")
        answer = self.judge.question(operation, value, lambda writer: (writer.out.append(1), writer.text(module), writer.text(name)))
        if answer and (id(kind) in _NAME_OF or kind in _WRITE) and kind not in (object, type):
            self.judge.unsupported(f"a {kind.__name__} that is no plain value")
        return answer
