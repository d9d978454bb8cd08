"""The candidate's side of the pipe. All of it lies within the hostile program's reach, and nothing is lost if that rewrites
it: what leaves this process is bytes, and the judge reads them as hostile."""
import operator as _operator
import os as _os


class Pipe:
    """Frames of a length and a payload over descriptors 3 and 4."""

    def __init__(self, limit, total):
        self.limit, self.left = limit, total

    def send(self, payload, _write=_os.write):
        data = memoryview(len(payload).to_bytes(4, "little") + payload)
        while data:
            data = data[_write(4, data) :]

    def exactly(self, count, _read=_os.read):
        parts = []
        while count > 0:
            part = _read(3, min(count, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def receive(self):
        size = int.from_bytes(self.exactly(4), "little")
        if not 0 < size <= self.limit:
            raise Malformed("a frame's length")
        self.left -= size
        if self.left < 0:
            raise Unsupported("answers of more bytes than a program may send")
        return self.exactly(size)


def _snapshot(slots):
    """What the mutable arguments hold before the call, to tell which of them the call changed."""
    return [(slot, _held(value)) for slot, value in enumerate(slots) if type(value) in MUTABLE]


def _held(value):
    if isinstance(value, dict):
        return [part for pair in dict.items(value) for part in pair]
    return bytes(value) if type(value) is bytearray else list(value)


def _differs(held, now):
    if type(held) is bytes:
        return held != now
    return len(held) != len(now) or any(map(_operator.is_not, held, now))


class Candidate:
    def __init__(self):
        self.pipe = Pipe(1 << 30, 1 << 60)
        self.space = {}  # no __name__, as in the reference harness
        self.objects, self.numbers = [], {}

    def export(self, writer, value):
        """An object that is no value stays here; the judge gets its number."""
        number = getattr(value, "__assay_judge__", None) if type(value) is _FUNCTION else None
        if number is not None:
            writer.out += b"H"
            writer.count(number)
            return
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        try:
            truth = bool(value)
        except Exception:
            truth = True
        writer.out += b"h"
        writer.count(number)
        writer.out.append(callable(value) | truth << 1 | isinstance(value, type) << 2)

    def handle(self, reader, tag):
        number = reader.count()
        if tag == b"H":
            return self.objects[number]
        reader.take(1)

        def function(*arguments, **options):
            return self.call_judge(number, arguments, options)

        function.__assay_judge__ = number
        return function

    def call_judge(self, number, arguments, options):
        writer = Writer(self.export)
        writer.out += b"Q"
        writer.count(number)
        writer.put(arguments)
        writer.put(options)
        self.pipe.send(writer.out)
        return self.wait()

    def wait(self):
        """Serves what the judge asks until it answers a question of ours."""
        while True:
            request = Reader(self.pipe.receive(), self.handle)
            operation = request.take(1)
            if operation == b"V":
                return request.value()
            if operation == b"E":
                raise read_exception(request)[0]
            self.serve(operation, request)

    def serve(self, operation, request):
        held = []
        try:
            if operation == b"N":
                name = request.text()
                if name not in self.space:
                    return self.pipe.send(b"A")
                result = self.space[name]
                origin = library_origin(result)
                if origin is not None:
                    writer = Writer(self.export)
                    writer.out += b"L"
                    writer.text(origin)
                    writer.text(result.__name__)
                    return self.pipe.send(writer.out)
            else:
                target = self.objects[request.count()]
                if operation == b"C":
                    with _Deeper():
                        arguments, options = request.value(), request.value()
                    held = _snapshot(request.slots)
                    result = target(*arguments, **options)
                elif operation == b"G":
                    result = getattr(target, request.text())
                else:
                    result = setattr(target, request.text(), request.value())
            self.answer(b"V", result, request, held)
        except Unsupported as problem:
            self.pipe.send(b"U" + str(problem).encode("utf-8", "replace"))
        except BaseException as problem:
            try:
                self.answer(b"E", problem, request, held)
            except Unsupported:
                self.answer(b"E", problem, request, [])

    def answer(self, kind, result, request, held):
        with _Deeper():
            self.pipe.send(self.written(kind, result, request, held))

    def written(self, kind, result, request, held):
        writer = Writer(self.export, request.slots)
        writer.out += kind
        if kind == b"E":
            write_exception(writer, result)
        else:
            writer.put(result)
        changed = []
        for slot, before in held:
            now = _held(request.slots[slot])
            if _differs(before, now):
                changed.append((slot, now))
        writer.count(len(changed))
        for slot, now in changed:
            writer.count(slot)
            if type(now) is bytes:
                writer.raw(now)
            else:
                writer.items(b"", now, len(now))
        if len(writer.out) > MAX_FRAME:
            raise Unsupported("an answer of more than 16 MiB")
        return writer.out


_FUNCTION = type(lambda: None)


def _refuse(writer, value):
    raise Unsupported("an object in an exception")


def write_exception(writer, problem):
    """A built-in class that stands for it, its own name, its arguments if they are plain, else its text."""
    kind = type(problem)
    base = next((base.__name__ for base in kind.__mro__ if _EXCEPTIONS.get(base.__name__) is base), "Exception")
    writer.text(base)
    writer.text(str(kind.__name__)[:100])
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
    writer.raw(inner.out)


_ENDINGS = (StopIteration, StopAsyncIteration, GeneratorExit)


def read_exception(reader):
    base = _EXCEPTIONS.get(reader.text())
    name = reader.text()[:100]
    if base is None:
        raise Malformed("an exception")
    if issubclass(base, _ENDINGS):
        base = RuntimeError  # raised by a call, it would end the tests' own loops in silence
    inner = Reader(reader.raw(), _no_handle)
    arguments = inner.value()
    inner.ended()
    if type(arguments) is not tuple:
        raise Malformed("an exception")
    try:
        problem = base(*arguments)
    except Exception:
        problem = base.__new__(base)
        problem.args = arguments
    return problem, name


def _no_handle(reader, tag):
    raise Malformed("an object in an exception")


def serve_candidate(source):
    prepare_candidate()
    candidate = Candidate()
    nothing = Reader(b"", candidate.handle)
    try:
        exec(source, candidate.space)
    except BaseException as problem:
        candidate.answer(b"E", problem, nothing, [])
        return
    candidate.pipe.send(b"R")
    try:
        candidate.wait()
    except EOFError:
        pass
