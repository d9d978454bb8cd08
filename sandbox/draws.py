"""What the tests may draw from, in the judge: all of it is made of a secret that is drawn for each program and that the
candidate's process never has. The same secret gives the same draws.
"""
import _random as _twister
import builtins as _builtins
import hashlib as _hashlib
import operator as _operator
import os as _os
import posix as _posix
import random as _random
import re as _re
import sys as _sys
import time as _watch
import uuid as _uuid
import weakref as _weakref

id = _builtins.id  # for the judge's own files; its tests get another (`addresses.c`)


class Draws:
    """A stream of bytes: SHA-256 of the secret and a counter, block by block."""

    def __init__(self, secret):
        self.secret, self.count, self.rest = secret, 0, b""
        self.written = None  # constants of the tests, where they ask for the time
        self.generators = []  # weak references to those that the tests have not seeded, in the order of their making

    def take(self, size):
        parts = [self.rest]
        have = len(self.rest)
        while have < size:
            parts.append(_hashlib.sha256(self.secret + self.count.to_bytes(8, "little")).digest())
            self.count += 1
            have += 32
        data = b"".join(parts)
        self.rest = data[size:]
        return data[:size]

    def seed(self, generator):
        _twister.Random.seed(generator, int.from_bytes(self.take(32), "little"))
        generator.gauss_next = None

    def renew(self):
        """Before each question to the candidate: outputs of the generator give its state away, and with it the next draws."""
        kept = []
        for reference in self.generators:
            generator = reference()
            if generator is not None:
                kept.append(reference)
                self.seed(generator)
        self.generators = kept

    def adopt(self, generator):
        self.forget(generator)
        self.generators.append(_weakref.ref(generator))
        self.seed(generator)

    def forget(self, generator):
        self.generators = [reference for reference in self.generators if reference() is not generator]

    # In the place of what a process asks the kernel for

    def urandom(self, size, /):
        size = _operator.index(size)
        if size < 0:
            raise ValueError("negative argument not allowed")
        return self.take(size)

    def install(self, *texts):
        """For good: this process judges one program. Where the tests do not speak of chance, the kernel's is as good as the stream:
        nobody knows it either."""
        shared = _random._inst
        self.seed(shared)
        if any(word in text for text in texts for word in _CHANCE_WORDS):
            self.written = _constants(texts) if any(word in text for text in texts for word in _CLOCK_WORDS) else None
            self.replace(shared)

    def is_read_off(self, seed):
        """Whether a seed may come from a clock or the process's number: the tests ask for those, and do not write this one down."""
        return self.written is not None and repr(seed) not in self.written

    def replace(self, shared):
        native_seed, native_setstate = _random.Random.seed, _random.Random.setstate

        def seed(generator, a=None, version=2):
            """Initialize internal state from a seed."""
            if a is None or _is_clock(a) or self.is_read_off(a):
                self.adopt(generator)
            else:
                self.forget(generator)
                native_seed(generator, a, version)

        def setstate(generator, state):
            """Restore internal state from object returned by getstate()."""
            self.forget(generator)
            native_setstate(generator, state)

        _random.Random.seed, _random.Random.setstate = seed, setstate
        _random.seed, _random.setstate = shared.seed, shared.setstate
        self.adopt(shared)
        for module in (_os, _posix):
            module.urandom = self.urandom
            module.getrandom = lambda size, flags=0: self.urandom(size)
        _random._urandom = self.urandom  # SystemRandom's and so `secrets`'
        _uuid._generate_time_safe = _uuid._UuidCreate = None  # the C library would ask the kernel itself


_CHANCE_WORDS = "random", "secrets", "uuid", "tempfile", "samples"


_CLOCK_WORDS = "time", "clock", "getpid", "now", "today"
_CONSTANTS = _re.compile(r"\d+(?:\.\d+)?|'[^'\n]*'|\"[^\"\n]*\"")


def _constants(texts):
    """The numbers and texts that these write down, as `repr` has them."""
    found = {constant for text in texts for constant in _CONSTANTS.findall(text)}
    return found | {repr(constant[1:-1]) for constant in found if constant[0] in "'\""}


def _is_clock(value):
    """Whether a seed is the time of day, within ten seconds: anybody knows that, so it is as if there were no seed."""
    if type(value) not in (int, float):
        return False
    now = _watch.time()
    return any(abs(value - now * unit) <= 10 * unit for unit in (1, 10**3, 10**6, 10**9))


_shared = _random._inst


def seed_reference(secret):
    """Reference mode: what the tests draw is not what the candidate saw while it was executed. When they call it, it is in their
    interpreter and sees everything."""
    _twister.Random.seed(_shared, int.from_bytes(_hashlib.sha256(b"reference" + secret).digest(), "little"))
    _shared.gauss_next = None
