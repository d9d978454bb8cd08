import CodeExecution
import Testing

/// What the tests may ask about an object that stays with the candidate: whatever reference mode says, strict mode never passes where
/// reference mode does not, and where reference mode passes it passes too or says *unsupported*.
@Suite struct ClaimTests {
  static let candidate = """
    class Plain: pass
    class Sequence:
        def __getitem__(self, index): return [1, 2, 3][index]
        def __len__(self): return 3
    class Full: pass
    def method(name):
        known = {"len": 0, "bool": True, "int": 1, "float": 1.0, "complex": 1j, "index": 1, "str": "s", "repr": "r", "format": "f",
                 "bytes": b"b", "fspath": "p", "hash": 1, "length_hint": 0, "contains": True, "eq": True}
        def answer(self, *arguments): return known.get(name, self)
        def stop(self): raise StopIteration
        return stop if name == "next" else answer
    for name in ('call bool len iter next reversed length_hint contains getitem setitem delitem enter exit aenter aexit await aiter '
                 'anext int float complex index round trunc floor ceil bytes fspath abs neg pos invert add radd sub mul mod pow '
                 'divmod eq hash copy deepcopy str repr format').split():
        setattr(Full, f"__{name}__", method(name))
    def make(kind):
        return {"plain": Plain, "sequence": Sequence, "full": Full, "object": object}[kind]()
    def function(): return make
    def klass(): return Plain
    """
  static let objects = [
    "make('plain')", "make('sequence')", "make('full')", "make('object')", "function()", "klass()",
  ]

  /// Statements with `r` for the object, by what they try.
  static let questions: [String: [String]] = [
    "collections.abc": [
      "Container", "Hashable", "Iterable", "Iterator", "Reversible", "Generator", "Sized", "Callable", "Collection",
      "Sequence",
      "MutableSequence", "ByteString", "Set", "MutableSet", "Mapping", "MutableMapping", "MappingView", "ItemsView",
      "KeysView",
      "ValuesView", "Awaitable", "Coroutine", "AsyncIterable", "AsyncIterator", "AsyncGenerator",
    ].flatMap {
      [
        "import collections.abc as m\nassert isinstance(r, m.\($0))",
        "import typing as m\nassert isinstance(r, m.\($0))",
      ]
    },
    "protocols": [
      "typing.SupportsInt", "typing.SupportsFloat", "typing.SupportsComplex", "typing.SupportsBytes",
      "typing.SupportsIndex",
      "typing.SupportsAbs", "typing.SupportsRound", "contextlib.AbstractContextManager",
      "contextlib.AbstractAsyncContextManager",
      "os.PathLike", "numbers.Number", "types.FunctionType", "types.MethodType", "types.GeneratorType",
    ].map { "import typing, contextlib, os, numbers, types\nassert isinstance(r, \($0))" },
    "types": ["int", "str", "list", "dict", "tuple", "object", "type", "float", "set", "bytes", "Exception"].flatMap {
      ["assert isinstance(r, \($0))", "assert not isinstance(r, \($0))"]
    },
    "built-in functions": [
      "abs", "aiter", "anext", "any", "all", "ascii", "bin", "bool", "bytearray", "bytes", "callable", "chr", "compile",
      "complex",
      "dict", "dir", "divmod", "enumerate", "eval", "exec", "filter", "float", "format", "frozenset", "getattr", "hash",
      "hex", "id",
      "int", "iter", "len", "list", "map", "max", "memoryview", "min", "next", "oct", "ord", "pow", "property", "range",
      "repr",
      "reversed", "round", "set", "slice", "sorted", "staticmethod", "str", "sum", "tuple", "type", "vars", "zip",
      "classmethod",
    ].map { "\($0)(r)" },
    "expressions": [
      "callable(r)", "r + 1", "1 + r", "-r", "r[0]", "1 in r", "r == 1", "r != 1", "r < 1", "r < r", "[*r]", "{r: 1}",
      "r in [1]",
      "f'{r}'", "'%s' % r", "'%d' % r", "r.x", "hasattr(r, 'x')", "hasattr(r, '__len__')", "hasattr(r, '__next__')",
      "hasattr(r, '__call__')", "r.__class__", "r.__doc__ is None", "issubclass(r, object)", "issubclass(r, int)",
      "divmod(r, 2)",
      "round(r, 1)", "isinstance(1, r)", "type(r) is type(r)", "type(r) is object", "''.join(r)", "max(r, 1)",
      "[1, 2].index(r)",
      "r is r", "not r", "r and 1", "r == r", "r in [r]", "[r] == [r]", "getattr(r, 'x', 3) == 3",
    ].flatMap { ["assert \($0)", "assert not (\($0))"] },
    "two of them": ["==", "!=", "<", "is"].flatMap { ["assert r \($0) other", "assert not (r \($0) other)"] },
    "statements": [
      "with r: pass", "for x in r: break", "del r.x", "r.x = 1\nassert r.x == 1", "import copy\ncopy.copy(r)",
      "import copy\ncopy.deepcopy(r)", "import json\njson.dumps(r)", "import operator\noperator.index(r)",
      "import math\nmath.floor(r)", "a, *b = r", "match r:\n  case [a, *b]: pass\n  case _: assert 0", "raise r",
      "import inspect\nassert inspect.isfunction(r)", "import inspect\nassert inspect.isclass(r)",
      "import asyncio\nasync def m(): await r\nm().send(None)", "import collections\ncollections.Counter(r)",
      "class Sub(r): pass", "assert r == 1, r",
    ],
  ]

  @Test(
    "Strict mode is never kinder to an object than reference mode, and never quietly stricter",
    arguments: questions.keys.sorted())
  func asked(kind: String) throws {
    let questions = Self.questions[kind] ?? []
    let programs = Self.objects.flatMap { object in
      questions.map { Program(candidate: Self.candidate, tests: "r = \(object)\nother = \(object)\n\($0)\n") }
    }
    let strict = try OfficialProgramTests.reports(programs, mode: .strict)
    let reference = try OfficialProgramTests.reports(programs, mode: .reference)
    for (program, (strict, reference)) in zip(programs, zip(strict.map(\.verdict), reference.map(\.verdict))) {
      if strict == .passed {
        #expect(reference == .passed, "\(program.tests)")
      } else if reference == .passed {
        #expect(strict.word == "unsupported", "\(program.tests): \(strict)")
      }
    }
  }
}
