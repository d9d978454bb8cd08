"""Exception classes of the program: the judge makes classes of the same names and bases, so that `except` finds them."""

import sys as _sys

_MOST_CLASSES, _MOST_BASES = 1000, 8
_BUILT_IN, _OWN, _OF_LIBRARY = range(3)


def write_kind(writer, problem):
    """Whose class an exception is of, behind the built-in one that stands for it."""
    kind = type(problem)
    if type(kind) is Raised or (is_own_exception(kind) and getattr(writer.export, "__func__", None) is Candidate.export):
        if type(kind) is not Raised and is_of_library(kind):
            writer.out.append(_OF_LIBRARY)
            writer.text(kind.__module__)
            return writer.text(kind.__name__)
        writer.out.append(_OWN)
        writer.export(writer, kind)
        return writer.count(1 + writer.export.__self__.number_of(problem) if type(kind) is not Raised and _says(kind) else 0)
    writer.out.append(_BUILT_IN)


def _says(kind):
    """Whether its text is made in its own way."""
    return any("__str__" in vars(base) for base in _mro_of(kind) if not base.__flags__ & _IMMUTABLE_TYPE)


def read_kind(reader, base):
    """(class, number of the exception for whom its text is asked), the built-in class where the judge knows no other."""
    whose = reader.take(1)[0]
    if whose == _BUILT_IN:
        return base, None
    if whose == _OF_LIBRARY:
        module, name = reader.text(), reader.text()
        kind = vars(_sys.modules[module]).get(name) if module in _sys.modules and module.split(".")[0] in _sys.stdlib_module_names else None
        is_fit = isinstance(kind, type) and issubclass(kind, base) and not issubclass(kind, _ENDINGS)
        return (kind if is_fit else base), None
    tag = reader.take(1)
    if whose != _OWN or tag not in (b"x", b"H"):
        raise Malformed("an exception's class")
    kind, number = reader.handle(reader, tag), reader.count()
    if not isinstance(kind, type) or not issubclass(kind, base):
        raise Malformed("an exception's class")
    return kind, (reader.handle.__self__, number - 1) if number else None


def is_of_library(kind):
    name = vars(kind).get("__module__")
    module = _sys.modules.get(name) if type(name) is str and name.split(".")[0] in _sys.stdlib_module_names else None
    return type(module) is type(_sys) and vars(module).get(kind.__name__) is kind


def is_own_exception(kind):
    """A class that the program made of built-in exceptions; what would end the tests' own loops is none."""
    return (
        issubclass(kind, BaseException)
        and not issubclass(kind, _ENDINGS + (BaseExceptionGroup,))
        and all(base is object or _EXCEPTIONS.get(base.__name__) is base or not base.__flags__ & _IMMUTABLE_TYPE for base in _mro_of(kind))
        and type(kind) is type
        and _EXCEPTIONS.get(kind.__name__) is not kind
    )


def write_class(writer, kind, number_of, known):
    """Its number; and where the judge does not know it yet, its name, what it does itself, and its bases."""
    number = number_of(kind)
    writer.count(number)
    writer.out.append(number not in known)
    if number in known:
        return
    known.add(number)
    writer.text(kind.__name__[:100])
    own = vars(kind)
    writer.out.append(any(name in own for name in ("__init__", "__new__")) | ("__str__" in own) << 1)
    bases = [base for base in kind.__bases__ if base is not object]
    writer.count(len(bases))
    for base in bases:
        is_built_in = _EXCEPTIONS.get(base.__name__) is base
        writer.out.append(is_built_in)
        if is_built_in:
            writer.text(base.__name__)
        else:
            write_class(writer, base, number_of, known)


class Raised(type):
    """The class of such classes. What the program's own class has beyond its name is unsupported."""

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        raise unsupported(f"the attribute {name} of an exception's class")

    def __call__(self, *arguments, **options):
        if options or any(type.__getattribute__(base, "__dict__").get("_makes") for base in _mro_of(self)):
            raise unsupported("an exception of the program, made by the tests")
        return super().__call__(*arguments)


def _lacks(self, name):
    if name.startswith("__") and name.endswith("__"):
        raise AttributeError(name)
    raise unsupported(f"the attribute {name} of an exception")


def read_class(reader, known, depth=0):
    number, is_new = reader.count(), reader.take(1) == b"\1"
    if not is_new:
        if number not in known:
            raise Malformed("an exception's class")
        return known[number]
    name, does, bases = reader.text()[:100], reader.take(1)[0], []
    if depth > _MOST_CAUSES or number in known or len(known) >= _MOST_CLASSES:
        raise Malformed("an exception's class")
    for _ in range(reader.size()):
        built_in = reader.take(1) == b"\1"
        base = _EXCEPTIONS.get(reader.text()) if built_in else read_class(reader, known, depth + 1)
        if base is None or issubclass(base, _ENDINGS) or len(bases) >= _MOST_BASES:
            raise Malformed("an exception's base")
        bases.append(base)
    members = {"__module__": "an exception", "__getattr__": _lacks, "_makes": bool(does & 1)}
    if does & 2:
        members["__str__"] = _said
    try:
        known[number] = Raised(name, tuple(bases), members)
    except (TypeError, ValueError):
        raise Malformed("an exception's bases") from None
    return known[number]


def _said(self):
    """Of a class with a text of its own: what the program's object says."""
    judge, number = vars(self).get("_said", (None, None))
    answer = None if judge is None else judge.protocol(Stream(judge, number), "__str__", ())
    if type(answer) is not str:
        raise unsupported("the text of an exception")
    return answer


def plain_text(problem):
    """What its arguments say, for the verdict."""
    kind = next(base for base in _mro_of(type(problem)) if type(base) is not Raised)
    return kind.__str__(problem)
