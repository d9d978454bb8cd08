"""The judge's side of the pipe: questions, answers, and objects that stay on the other side."""
import sys as _sys
import threading as _threading

# _PASSED and the other verdicts' numbers, and the mark _CHANGED, are the contract's: the worker gives them (`interpreter.c`).
_MAX_BYTES, _MAX_OBJECTS = 512 << 20, 100_000


class _Settled(BaseException):
    """The verdict is known. Nobody sees this in a judge: its process has ended."""


class _Conversation(_Questions):
    """What the judge asks the candidate, and what it answers when the candidate calls a function of the tests."""

    def __init__(self):
        self.pipe = Pipe(MAX_FRAME, _MAX_BYTES)
        self.verdict = None  # settled before the tests' end
        self.marks = 0
        self.lock = _threading.RLock()  # one question at a time, whatever threads the tests have
        self.draws = None
        self.arguments = Arguments()
        self.kept, self.calls = Lent(), 0
        self.remotes, self.views = {}, {}
        self.classes = self.makers = frozenset()  # names of the program that the tests expect objects of
        self.trusts_capitals = False  # where no solution says which names are classes
        self.exceptions, self.class_numbers = {}, {}  # classes of the program's exceptions by number; numbers by their id
        self.flattened = 0  # as the writer's, of all answers, the second kind where the tests expect an object
        self.readings = {}  # streams of objects that are iterators
        self.streams, self.stream_of = {}, {}  # local iterators by number; (stream, number, iterator) by the iterator's id
        self.is_asking = False
        self.lent, self.lent_numbers = [], {}
        self.opening = _CLOSED
        self.origin = self.origin_name = None

    def settle(self, code, text):
        if self.verdict is None:
            self.verdict = code, text
        # Here and now: an exception could be caught, forgotten in a thread, or met where nobody expects one.
        finish(*_reply(self.verdict, self.marks))
        raise _Settled

    def unsupported(self, what):
        self.settle(_UNSUPPORTED, what)

    # Values that cross

    def export(self, writer, value):
        if is_remote(value):
            self.in_step(value._number)
            writer.out += b"H"
            writer.count(value._number)
            return
        if type(value) is Raised:
            writer.out += b"H"
            writer.count(self.class_numbers[id(value)])
            return
        if not callable(value) and type(value) is not object:
            raise Unsupported(f"an argument of type {type(value).__name__}")
        number = self.lent_numbers.get(id(value))
        if number is None:
            number = self.lent_numbers[id(value)] = len(self.lent)
            self.lent.append(value)
        writer.out += b"h"
        writer.count(number)
        if type(value) is object:
            return writer.put(None)  # there is nothing but which one it is
        about = [getattr(value, name, None) for name in ("__name__", "__qualname__", "__doc__")]
        writer.put(tuple([part if type(part) is str else None for part in about]))

    def handle(self, reader, tag):
        if tag == b"x":
            kind = read_class(reader, self.exceptions)
            self.class_numbers = {id(known): number for number, known in self.exceptions.items()}
            return kind
        if tag == b"Y":
            return self.kept.known(reader.count(), reader.count())[0]
        if tag not in (b"h", b"H", b"Z"):
            raise Malformed("a tag")
        number = reader.count()
        if tag == b"Z":
            return self.iterator(number, reader)
        if tag == b"H":
            if number >= len(self.lent):
                raise Malformed("an object's number")
            return self.lent[number]
        shape = stand_in(*(int.from_bytes(reader.raw(), "little") for _ in range(2)))
        remote = self.remotes.get(number)
        if remote is None:
            if len(self.remotes) >= _MAX_OBJECTS:
                raise Unsupported(f"more than {_MAX_OBJECTS} objects")
            remote = self.remotes[number] = shape(self, number, self.opening)
        elif type(remote) is not shape:
            set_class(remote, shape)  # its type was changed
        if self.opening > remote._open:
            object.__setattr__(remote, "_open", self.opening)
        return remote

    def iterator(self, number, reader):
        kind, parts = reader.count(), reader.values()
        if kind >= len(_ITERATORS):
            raise Malformed("an iterator's kind")
        if number not in self.streams:
            if len(self.streams) >= _MAX_OBJECTS:
                raise Unsupported(f"more than {_MAX_OBJECTS} objects")
            local, stream = local_iterator(_ITERATORS[kind], self, number, parts)
            self.streams[number] = local
            self.stream_of[id(local)] = stream, number
        return self.streams[number]

    def hand_back(self, writer, kind, value):
        """An iterator of the program's own, for it to go on where the tests are."""
        stream, number = self.stream_of.get(id(value), (None, None))
        if number is None:
            return False
        if stream is not None and stream._ready:
            raise Unsupported("an iterator that was read ahead, as an argument")
        writer.out += b"H"
        writer.count(number)
        return True

    # Questions and answers

    def ask(self, writer, opening=_CLOSED, fleeting=()):
        if self.draws is not None:
            self.draws.renew()
        if writer.out[:1] in (b"C", b"S", b"P", b"G"):
            self.calls += 1
        number = self.calls
        for frame in self.kept.frames(self.export):
            self.send(frame)
        self.send(writer.out)
        while True:
            self.is_asking = True
            frame = self.receive()
            self.is_asking = False
            kind = frame[:1]
            if kind == b"Q":
                self.answer_call(Reader(frame, self.handle))
                continue
            self.opening = opening
            try:
                reader = Reader(frame, self.handle, writer.slots)
                reader.drained = [pair for pair in writer.drained if id(pair[0]) not in fleeting]
                with _Deeper():
                    return self.take_answer(kind, reader, number)
            finally:
                self.opening = _CLOSED

    def take_answer(self, kind, reader, number=0):
        reader.take(1)
        if kind == b"V":
            result = reader.value()
            self.update(reader, number)
            return True, result
        if kind == b"A":
            return False, None
        if kind == b"L":
            module, name = reader.text(), reader.text()
            reader.ended()
            value = vars(_sys.modules[module]).get(name) if module in _LIBRARIES else None
            if library_origin(value) != module:
                raise Malformed("a library's name")
            return True, value
        if kind == b"E":
            problem, name = read_exception(reader)
            self.update(reader, number)
            self.origin, self.origin_name = problem, name
            raise problem
        self.refuse(kind, reader)

    def refuse(self, kind, reader):
        text = bytes(reader.data[1:200]).decode("utf-8", "replace")
        if kind == b"U":
            self.settle(_UNSUPPORTED, text)
        if kind == b"X":
            self.settle(_FORBIDDEN, text)
        raise Malformed("an answer")

    def update(self, reader, number):
        """Arguments that calls changed are changed here, after all of the answer was found to be well-formed."""
        changes, known = [], []
        for _ in range(reader.size()):
            slot = reader.count()
            if slot >= len(reader.slots) or type(reader.slots[slot]) not in MUTABLE:
                raise Malformed("an argument's number")
            self.content(reader, reader.slots[slot], changes)
        for _ in range(reader.size()):
            known.append(self.kept.known(reader.count(), reader.count()))
            self.content(reader, known[-1][0], changes)
        flags = reader.take(1)[0]
        is_kept = flags & 1
        self.flattened |= flags >> 1 & (3 if self.opening == _OPEN else 1)
        answers = flags & 8
        if flags > 15 or (answers and not number):
            raise Malformed("what an answer is")
        reader.ended()
        self.arguments.asked(reader.slots)
        gone_through = [pair for pair in reader.drained if pair[1]]
        answered = {id(twin[0]) for twin in known if not twin[2]}  # what objects hold is no argument
        before = [(target, _held(target)) for target, _ in changes if id(target) not in answered]
        for target, items in changes:
            refill(target, items)
        for twin in known:
            twin[1] = _held(twin[0])
        if is_kept or answers:
            self.kept.keep(number, reader.slots if answers else reader.slots[: reader.given], reader.given)
        if before:
            self.arguments.changed(before)
        if gone_through:
            self.arguments.gone_through(gone_through)
        if before or gone_through:
            self.marks |= _CHANGED

    @staticmethod
    def content(reader, target, changes):
        changes.append((target, reader.raw() if type(target) is bytearray else reader.values()))

    def answer_call(self, reader):
        """The candidate calls a function that the tests lent it."""
        reader.take(1)
        number = reader.count()
        if number >= len(self.lent):
            raise Malformed("a function's number")
        with _Deeper():
            arguments, options = reader.value(), reader.value()
        reader.ended()
        if type(arguments) is not tuple or type(options) is not dict or any(type(name) is not str for name in options):
            raise Malformed("arguments")
        writer = Writer(self.export, stream=self.hand_back)
        try:
            result = self.lent[number](*arguments, **options)
        except (_Settled, Malformed, Unsupported, EOFError):
            raise
        except BaseException as problem:
            writer.out += b"E"
            write_exception(writer, problem)
        else:
            writer.out += b"V"
            writer.put(result)
        if self.draws is not None:
            self.draws.renew()  # what the function drew is told now
        self.send(writer.out)

    def send(self, payload):
        try:
            self.pipe.send(payload)
        except OSError:
            self.settle(_LOST, "")

    def receive(self):
        try:
            return self.pipe.receive()
        except EOFError:
            self.settle(_LOST, "")

    def request(self, operation, remote=None):
        writer = Writer(self.export, stream=self.hand_back)
        writer.out += operation
        if remote is not None:
            if operation != b"T":
                self.in_step(remote._number)
            writer.count(remote._number)
        return writer

    def guarded(self, writer, put, opening=_CLOSED, fleeting=()):
        """What the wire cannot say ends the tests, whatever they catch. `fleeting`: ids of arguments that the tests do not hold."""
        try:
            with self.lock:
                with _Deeper():
                    put(writer)
                return self.ask(writer, opening, fleeting)
        except Unsupported as problem:
            self.settle(_UNSUPPORTED, str(problem))
        except Malformed as problem:
            self.settle(_FORBIDDEN, f"malformed answer: {problem}")
