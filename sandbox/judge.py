"""The judge: runs helpers and tests with stand-ins for the names of the candidate, and says what came of it. Nothing of the
candidate is in this process but the values that its answers spell out."""
import builtins as _builtins
import sys as _sys

(_PASSED, _WRONG, _EXCEPTION, _TIMED_OUT, _MEMORY, _FORBIDDEN, _CRASHED, _UNSUPPORTED, _LOST) = range(9)
_MAX_BYTES, _MAX_OBJECTS = 512 << 20, 100_000


class _Settled(BaseException):
    """The verdict is known, whatever the tests make of this exception."""


class _Names(dict):
    """The tests' name space: a name that nobody here defines is asked of the candidate, a built-in one only where the tests
    use no other, for else a program could redefine what its tests are made of."""

    def __init__(self, judge):
        super().__init__()
        self.judge, self.shadowed = judge, frozenset()

    def __missing__(self, name):
        if name.startswith("__") or (hasattr(_builtins, name) and name not in self.shadowed):
            raise KeyError(name)
        found, value = self.judge.named(name)
        if isinstance(value, type(_sys)) and value.__name__ != name:
            self.judge.unsupported(f"the module {value.__name__} by the name {name}")
        if not found:
            raise KeyError(name)
        # What the tests expect of a library the program must not stand in for: one object for all answers would be equal.
        if name not in self.shadowed and _NAMED.get(name, value) is not value:
            self.judge.unsupported(f"a {name} of the program's own")
        if name in _MODULES and not isinstance(value, type(_sys)):
            self.judge.unsupported(f"a module {name} of the program's own")
        self[name] = value
        return value


class _Judge:
    def __init__(self):
        self.pipe = Pipe(MAX_FRAME, _MAX_BYTES)
        self.verdict = None  # settled before the tests' end
        self.remotes = {}
        self.lent, self.lent_numbers = [], {}
        self.opening = False
        self.origin = self.origin_name = None

    def settle(self, code, text):
        if self.verdict is None:
            self.verdict = code, text
        raise _Settled

    def unsupported(self, what):
        self.settle(_UNSUPPORTED, what)

    # Values that cross

    def export(self, writer, value):
        if type(value) is _Remote:
            writer.out += b"H"
            writer.count(value._number)
            return
        if not callable(value):
            raise Unsupported(f"an argument of type {type(value).__name__}")
        number = self.lent_numbers.get(id(value))
        if number is None:
            number = self.lent_numbers[id(value)] = len(self.lent)
            self.lent.append(value)
        writer.out += b"h"
        writer.count(number)
        writer.out.append(1)

    def handle(self, reader, tag):
        if tag not in (b"h", b"H"):
            raise Malformed("a tag")
        number = reader.count()
        if tag == b"H":
            if number >= len(self.lent):
                raise Malformed("an object's number")
            return self.lent[number]
        flags = reader.take(1)[0]
        remote = self.remotes.get(number)
        if remote is None:
            if len(self.remotes) >= _MAX_OBJECTS:
                raise Unsupported(f"more than {_MAX_OBJECTS} objects")
            remote = self.remotes[number] = _Remote(self, number, flags, self.opening)
        return remote

    # Questions and answers

    def ask(self, writer, opening=False):
        self.send(writer.out)
        while True:
            frame = self.receive()
            kind = frame[:1]
            if kind == b"Q":
                self.answer_call(Reader(frame, self.handle))
                continue
            self.opening = opening
            try:
                with _Deeper():
                    return self.take_answer(kind, Reader(frame, self.handle, writer.slots))
            finally:
                self.opening = False

    def take_answer(self, kind, reader):
        reader.take(1)
        if kind == b"V":
            result = reader.value()
            self.update(reader)
            return True, result
        if kind == b"A":
            return False, None
        if kind == b"E":
            problem, name = read_exception(reader)
            self.update(reader)
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

    def update(self, reader):
        """Arguments that the call changed are changed here, after all of the answer was found to be well-formed."""
        changes = []
        for _ in range(reader.size()):
            slot = reader.count()
            if slot >= len(reader.slots) or type(reader.slots[slot]) not in MUTABLE:
                raise Malformed("an argument's number")
            target = reader.slots[slot]
            changes.append((target, reader.raw() if type(target) is bytearray else reader.values()))
        reader.ended()
        for target, items in changes:
            try:
                if isinstance(target, dict):
                    if len(items) % 2:
                        raise Malformed("a dictionary")
                    content = dict(zip(items[::2], items[1::2]))
                    target.clear()
                    dict.update(target, content) if type(target) is not OrderedDict else target.update(content)
                elif type(target) in (list, bytearray):
                    target[:] = items
                else:
                    content = set(items) if type(target) is set else items
                    target.clear()
                    target.update(content) if type(target) is set else target.extend(content)
            except TypeError:
                raise Malformed("a key that cannot be one") from None

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
        writer = Writer(self.export)
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
        writer = Writer(self.export)
        writer.out += operation
        if remote is not None:
            writer.count(remote._number)
        return writer

    def guarded(self, writer, put, opening=False):
        """What the wire cannot say ends the tests, whatever they catch."""
        try:
            with _Deeper():
                put(writer)
            return self.ask(writer, opening)
        except Unsupported as problem:
            self.settle(_UNSUPPORTED, str(problem))
        except Malformed as problem:
            self.settle(_FORBIDDEN, f"malformed answer: {problem}")

    def call(self, remote, arguments, options):
        def put(writer):
            writer.put(arguments)
            writer.put(options)

        opening = remote._open
        return self.guarded(self.request(b"C", remote), put, opening)[1]

    def named(self, name):
        # A name with a capital in front that the candidate says is a class: the tests make instances of it.
        return self.guarded(self.request(b"N"), lambda writer: writer.text(name), name[:1].isupper())

    def attribute(self, remote, name):
        return self.guarded(self.request(b"G", remote), lambda writer: writer.text(name), True)[1]

    def set_attribute(self, remote, name, value):
        def put(writer):
            writer.text(name)
            writer.put(value)

        self.guarded(self.request(b"S", remote), put)

    # The program's end

    def run(self, helpers, tests, entry):
        kind = self.receive()
        if kind != b"R":
            self.take_answer(kind[:1], Reader(kind, self.handle))
            raise Malformed("an answer")
        if entry:
            names = {}
        else:
            names = _Names(self)
        if helpers:
            exec(_compiled_helpers(helpers), names)
        if entry:
            found, value = self.named(entry)
            if found:
                names[entry] = value
            else:
                names.pop(entry, None)
        code = compile(tests, "<tests>", "exec")
        if not entry and all(hasattr(_builtins, name) for name in code.co_names):
            names.shadowed = frozenset(code.co_names)
        if "import numpy" in tests:
            _sys.modules["numpy"] = array_module()
        exec(code, names)

    def describe(self, problem):
        name = self.origin_name if problem is self.origin else type(problem).__name__
        try:
            lines = str(problem).splitlines()
        except Exception:
            lines = []
        return f"{name}: {lines[-1][:400]}" if lines and lines[-1] else name


OrderedDict = _collections.OrderedDict


def _compiled_helpers(helpers):
    """HumanEval's prompt ends in a signature and a text, which is a body already, or else gets one."""
    try:
        return compile(helpers, "<helpers>", "exec")
    except SyntaxError:
        return compile(helpers + "\n    pass\n", "<helpers>", "exec")


def run_judge(helpers, tests, entry):
    """(code, text) of the verdict."""
    surround()
    judge = _Judge()
    code, text = _PASSED, ""
    try:
        judge.run(helpers, tests, entry)
    except _Settled:
        pass
    except Unsupported as problem:
        code, text = _UNSUPPORTED, str(problem)
    except Malformed as problem:
        code, text = _FORBIDDEN, f"malformed answer: {problem}"
    except MemoryError:
        code = _MEMORY
    except AssertionError as problem:
        code, text = (_EXCEPTION if problem is judge.origin else _WRONG), judge.describe(problem)
    except BaseException as problem:
        code, text = _EXCEPTION, judge.describe(problem)
    if judge.verdict is not None:
        code, text = judge.verdict
    return code, text.encode("utf-8", "replace").decode("utf-8")
