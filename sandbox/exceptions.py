"""Exceptions as bytes: a built-in class with plain arguments and attributes, and what it was raised from or during."""


def _refuse(writer, value):
    raise Unsupported("an object in an exception")


def write_exception(writer, problem, depth=0):
    """A built-in class that stands for it, its own name, its arguments if they are plain, else its text; then its plain attributes, and
    what it was raised from or during."""
    kind = type(problem)
    base = next((base.__name__ for base in kind.__mro__ if _EXCEPTIONS.get(base.__name__) is base), "Exception")
    members = _members_of_group(problem, depth)
    if members:
        base = _GROUP
    writer.text(base)
    writer.text(str(kind.__name__)[:100])
    write_kind(writer, problem)
    try:
        inner = Writer(_refuse)
        inner.put(tuple(problem.args) if not isinstance(problem, (SyntaxError, UnicodeError)) else (str(problem),))
        if len(inner.out) > 1 << 16:
            raise Unsupported("a long exception")
    except BaseException:
        inner = Writer(_refuse)
        try:
            inner.put((str(problem)[:1000],))
        except BaseException:
            inner.put(())
    if members:
        writer.text(str(problem.message)[:1000])
        writer.count(len(members))
        for member in members:
            write_exception(writer, member, depth + 1)
    else:
        writer.raw(inner.out)
    _write_attributes(writer, problem)
    _write_origins(writer, problem, depth)


def _members_of_group(problem, depth):
    """Of a group whose depth and number can be told; any other crosses as an Exception."""
    if not isinstance(problem, BaseExceptionGroup) or depth >= _MOST_CAUSES:
        return ()
    return problem.exceptions if len(problem.exceptions) <= _MOST_MEMBERS else ()


def _write_attributes(writer, problem):
    plain = []
    members = getattr(problem, "__dict__", {})
    for name, value in list(members.items())[:_MOST_ATTRIBUTES] if type(members) is dict else []:
        inner = Writer(_refuse)
        try:
            inner.put(value)
        except BaseException:
            continue
        if type(name) is str and name.isidentifier() and not name.startswith("__") and len(inner.out) <= 1 << 16:
            plain.append((name, inner.out))
    writer.count(len(plain))
    for name, data in plain:
        writer.text(name)
        writer.raw(data)


def _write_origins(writer, problem, depth):
    cause, context = problem.__cause__, problem.__context__
    flags = 0
    if depth < _MOST_CAUSES:
        flags = (cause is not None) | (context is not None and context is not cause) << 1
    writer.out.append(flags | bool(problem.__suppress_context__) << 2)
    if flags & 1:
        write_exception(writer, cause, depth + 1)
    if flags & 2:
        write_exception(writer, context, depth + 1)


_MOST_CAUSES, _MOST_ATTRIBUTES, _MOST_MEMBERS = 8, 32, 16
_GROUP = "BaseExceptionGroup"
_ENDINGS = (StopIteration, StopAsyncIteration, GeneratorExit)


def read_exception(reader, depth=0):
    base_name = reader.text()
    name = reader.text()[:100]
    base = BaseExceptionGroup if base_name == _GROUP else _EXCEPTIONS.get(base_name)
    if base is None:
        raise Malformed("an exception")
    kind, said = read_kind(reader, base)
    problem = _read_group(reader, depth) if base_name == _GROUP else _read_plain(reader, kind)
    _read_attributes(reader, problem)
    if said is not None:
        vars(problem)["_said"] = said
    _read_origins(reader, problem, depth)
    return problem, name


def _read_group(reader, depth):
    message, count = reader.text(), reader.size()
    if not 0 < count <= _MOST_MEMBERS or depth >= _MOST_CAUSES:
        raise Malformed("a group of exceptions")
    return BaseExceptionGroup(message, [read_exception(reader, depth + 1)[0] for _ in range(count)])


def _read_plain(reader, base):
    if issubclass(base, _ENDINGS):
        base = RuntimeError  # raised by a call, it would end the tests' own loops in silence
    inner = Reader(reader.raw(), _no_handle)
    arguments = inner.value()
    inner.ended()
    if type(arguments) is not tuple:
        raise Malformed("an exception")
    try:
        problem = type.__call__(base, *arguments) if base.__flags__ & _IMMUTABLE_TYPE else base.__new__(base, *arguments)
    except Exception:
        problem = base.__new__(base)
        problem.args = arguments
    return problem


def _read_attributes(reader, problem):
    for _ in range(reader.size()):
        attribute, inner = reader.text(), Reader(reader.raw(), _no_handle)
        value = inner.value()
        inner.ended()
        if not attribute.isidentifier() or attribute.startswith("__"):
            raise Malformed("an exception's attribute")
        vars(problem)[attribute] = value


def _read_origins(reader, problem, depth):
    flags = reader.take(1)[0]
    if flags > 7 or (flags & 3 and depth >= _MOST_CAUSES):
        raise Malformed("an exception's cause")
    if flags & 1:
        problem.__cause__ = read_exception(reader, depth + 1)[0]
    if flags & 2:
        problem.__context__ = read_exception(reader, depth + 1)[0]
    elif flags & 1:
        problem.__context__ = problem.__cause__
    problem.__suppress_context__ = bool(flags & 4)


def _no_handle(reader, tag):
    raise Malformed("an object in an exception")
