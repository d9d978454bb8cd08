"""What the judge may ask of the program: each is a frame whose first letter says what is asked."""
import sys as _sys


class _Questions:
    def call(self, remote, arguments, options):
        def put(writer):
            writer.put(arguments)
            writer.put(options)

        # References to one that only lies in the call: the caller's stack, the frames down to here, the loop, and getrefcount's own.
        fleeting = {id(value) for value in arguments if _sys.getrefcount(value) <= 5}
        fleeting.update(id(value) for value in options.values() if _sys.getrefcount(value) <= 6)
        return self.guarded(self.request(b"C", remote), put, _OPEN if remote._open == _OPEN else _CLOSED, fleeting)[1]

    def named(self, name):
        # A name with a capital in front is a class by its looks: the tests make instances of it.
        is_class, is_capital = name in self.classes, name[:1].isupper()
        is_maker = name in self.makers or (is_capital and self.trusts_capitals)
        opening = _OPEN if is_class or is_maker or is_capital else _TOLD
        found, value = self.guarded(self.request(b"N"), lambda writer: writer.text(name), opening)
        if (is_maker or is_class) and found and is_remote(value):
            value = view_of(value, _CLASS if is_class else _MAKER)
        return found, value

    def question(self, operation, remote, put=lambda writer: None, opening=_CLOSED):
        """What is asked about an object: yes or no, or what its type is."""
        answer = self.guarded(self.request(operation, remote), put, opening)[1]
        if operation != b"Y" and type(answer) is not bool:
            self.settle(_FORBIDDEN, "malformed answer: neither yes nor no")
        return answer

    def attribute(self, remote, name):
        return self.guarded(self.request(b"G", remote), lambda writer: writer.text(name), remote._open)[1]

    def protocol(self, remote, name, arguments):
        def put(writer):
            writer.text(name)
            writer.put(arguments)

        return self.guarded(self.request(b"P", remote), put, _OPEN if getattr(remote, "_open", _CLOSED) == _OPEN else _CLOSED)[1]

    def leave(self, remote, problem):
        """The end of a `with`."""

        def put(writer):
            writer.out.append(problem is not None)
            if problem is not None:
                write_exception(writer, problem)

        return self.guarded(self.request(b"W", remote), put)[1]

    def set_attribute(self, remote, name, value):
        def put(writer):
            writer.text(name)
            writer.put(value)

        self.guarded(self.request(b"S", remote), put)

    # Iterators

    def in_step(self, number):
        """An iterator of a class of the program's own may be asked for other things only where it is as far as the tests are."""
        if self.readings and number in self.readings and self.readings[number]._ready:
            raise unsupported("an iterator that was read ahead")

    def pull(self, stream, count):
        return self.guarded(self.request(b"T", stream), lambda writer: writer.count(count))[1]

    def send_to(self, stream, value):
        return self.guarded(self.request(b"D", stream), lambda writer: writer.put(value))[1]

    def close_generator(self, stream):
        """Not where it is thrown away in the middle of a question."""
        if not self.is_asking:
            self.guarded(self.request(b"Z", stream), lambda writer: None)
