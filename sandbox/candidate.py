"""The candidate's side of the pipe. All of it lies within the hostile program's reach, and nothing is lost if that rewrites
it: what leaves this process is bytes, and the judge reads them as hostile."""
import importlib as _importlib
import operator as _operator


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


def told(target, operation, request):
    """What the judge asks about an object, answered by what its type has and not by what it says of itself."""
    if operation == b"H":
        return hasattr(target, request.text())
    if operation == b"B":
        return bool(target)
    if operation == b"Y":
        if not type(target).__flags__ & _HEAP_TYPE:
            raise Unsupported(f"the type of a {type(target).__name__}")
        return type(target)
    is_own = request.take(1) == b"\0"
    kind = request.value() if is_own else vars(_importlib.import_module(request.text()))[request.text()]
    known, subject = (isinstance, type(target)) if operation == b"I" else (issubclass, target)
    if issubclass(type(subject), type) and _has_kind(subject, kind, is_own):
        return True
    if known(target, kind):
        raise Unsupported(f"an object that is a {kind.__name__} by its own word")
    return False


def _has_kind(subject, kind, is_own):
    """By its bases, or by its methods as a class of the standard library looks for them."""
    if any(base is kind for base in _mro_of(subject)):
        return True
    try:
        return not is_own and kind.__subclasshook__(subject) is True
    except Exception:
        return False


_HEAP_TYPE = 1 << 9


class Candidate:
    def __init__(self):
        self.pipe = Pipe(1 << 30, 1 << 60)
        self.space = {}  # no __name__, as in the reference harness
        self.objects, self.numbers = [], {}
        self.lent = {}  # the tests' functions by id: (number, function)
        self.kept, self.calls = Kept(), 0
        self.asked = b"", None  # the last question: its letter and the object
        self.classes = set()  # numbers of exception classes that the judge has
        self.streams, self.late = set(), {}  # numbers of iterators that the judge has; exceptions that it is to get next

    def number_of(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        return number

    def stream(self, writer, kind, value):
        """A library's iterator; one of a class of the program's own stays here as any object does."""
        if not kind.__flags__ & _IMMUTABLE_TYPE:
            self.export(writer, value)
            return True
        number = self.number_of(value)
        done = streamed(writer, kind, value, number, number in self.streams)
        if done:
            self.streams.add(number)
        return done

    def pull(self, number, count):
        late = self.late.setdefault(number, [])
        if late:
            raise late.pop()
        return pulled(self.objects[number], count, late)

    def export(self, writer, value):
        """An object that is no value stays here; the judge gets its number."""
        number, lent = self.lent.get(id(value), (None, None))
        if lent is value and lent is not None:
            writer.out += b"H"
            writer.count(number)
            return
        if isinstance(value, type) and is_own_exception(value):
            writer.out += b"x"
            return write_class(writer, value, self.number_of, self.classes)
        writer.out += b"h"
        writer.count(self.number_of(value))
        for claimed in claims_of(type(value)):
            writer.raw(claimed.to_bytes((len(CLAIMS) + 7) // 8, "little"))

    def handle(self, reader, tag):
        number = reader.count()
        if tag == b"H":
            return self.objects[number]
        about = reader.value()
        if about is None:
            found = object()
            self.lent[id(found)] = number, found
            return found
        name, full_name, about = about

        def function(*arguments, **options):
            return self.call_judge(number, arguments, options)

        self.lent[id(function)] = number, function
        function.__doc__ = about
        if name is not None and full_name is not None:
            function.__name__, function.__qualname__ = name, full_name
        return function

    def call_judge(self, number, arguments, options):
        writer = Writer(self.export, stream=self.stream)
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
            if operation == b"K":
                self.kept.take(request)
            else:
                self.serve(operation, request)

    def serve(self, operation, request):
        held, tops = [], ()
        if operation in (b"C", b"S", b"P", b"G"):
            self.calls += 1
        number, self.asked = self.calls, (operation, None)
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
                place = request.count()
                target = self.objects[place]
                self.asked = operation, target
                if operation == b"T":
                    result = self.pull(place, request.count())
                elif operation == b"D":
                    result = sent_to(target, request.value())
                elif operation == b"Z":
                    result = target.close()
                elif operation == b"C":
                    with _Deeper():
                        arguments, options = request.value(), request.value()
                    held = _snapshot(request.slots)
                    tops = arguments, options
                    result = target(*arguments, **options)
                elif operation == b"P":
                    act, arguments = _ACTS[request.text()], request.value()
                    held, tops = _snapshot(request.slots), (arguments, {})
                    result = act(target, *arguments)
                elif operation == b"W":
                    problem = read_exception(request)[0] if request.take(1) == b"\1" else None
                    kind = None if problem is None else type(problem)
                    result = type(target).__exit__(target, kind, problem, None)
                elif operation == b"G":
                    result = getattr(target, request.text())
                elif operation == b"S":
                    name, value = request.text(), request.value()
                    tops = ((value,), {})
                    result = setattr(target, name, value)
                else:
                    result = told(target, operation, request)
            self.answer(b"V", result, request, held, number, tops)
        except Unsupported as problem:
            self.pipe.send(b"U" + str(problem).encode("utf-8", "replace"))
        except BaseException as problem:
            try:
                self.answer(b"E", problem, request, held, number, tops)
            except Unsupported:
                self.answer(b"E", problem, request, [])

    def answer(self, kind, result, request, held, number=0, tops=()):
        with _Deeper():
            self.pipe.send(self.written(kind, result, request, held, number, tops))

    def written(self, kind, result, request, held, number, tops):
        writer = Writer(self.export, request.slots, self.stream)
        writer.out += kind
        if kind == b"E":
            write_exception(writer, result)
        else:
            may_hold = self.kept.may_hold(*self.asked, result, request.slots)
            place = self.kept.place_of(result) if may_hold else None
            if place is None:
                writer.put(result)
            else:
                writer.out += b"Y"
                for number_or_slot in place:
                    writer.count(number_or_slot)
        changed = []
        for slot, before in held:
            now = _held(request.slots[slot])
            if _differs(before, now):
                changed.append((slot, now))
        later = self.kept.changes()
        writer.count(len(changed))
        for slot, now in changed:
            writer.count(slot)
            put_content(writer, now)
        writer.count(len(later))
        for call, slot, now in later:
            writer.count(call)
            writer.count(slot)
            put_content(writer, now)
        tops = [top for part in tops for top in (part.values() if type(part) is dict else part)]
        is_kept = self.kept.is_kept(tops, result)
        answers = kind == b"V" and may_hold and place is None and self.kept.is_held(result)
        if is_kept or answers:
            self.kept.keep(number, writer.slots if answers else request.slots, len(request.slots))
        writer.out.append(is_kept | writer.flattened << 1 | answers << 3)
        if len(writer.out) > MAX_FRAME:
            raise Unsupported("an answer of more than 16 MiB")
        return writer.out


_FUNCTION = type(lambda: None)


def serve_candidate(source):
    prepare_candidate()
    global settle_unsupported
    settle_unsupported = None  # the rehearsal's
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
