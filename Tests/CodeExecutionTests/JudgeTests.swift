import CodeExecution
import Testing

/// What crosses between candidate and judge, and what does not.
@Suite struct JudgeTests {
  @Test(
    "Values cross with their exact types",
    arguments: [
      "None", "True", "-(1 << 200)", "0.1", "-0.0", "float('inf')", "1+2j", "'\\u00e9\\ud800'", "b'\\0\\xff'",
      "bytearray(b'x')", "[]", "[1, [2.5, 'x'], (3,)]", "(1, (2, ()))", "{1, 2}", "frozenset({1})",
      "{'a': [1], 2: {3: 4}}",
      "Counter('abca')", "deque([1, 2], 5)", "OrderedDict(b=1, a=2)", "Decimal('1.10')", "Fraction(3, 6)",
      "datetime.date(2026, 2, 28)", "datetime.time(1, 2, 3)", "datetime.datetime(2026, 1, 2, 3, 4, 5, 6)",
      "datetime.timedelta(1, 2)", "datetime.timezone(datetime.timedelta(hours=2))", "range(1, 9, 2)", "slice(1, None)",
      "list(range(100000))", "[1, 2.0, 3, 4.5, 5, 6.0, 7, 8, 9.0]", "[1 << 70] * 20", "[True] * 9", "[-0.0] * 9",
    ])
  func values(expression: String) throws {
    let imports =
      "import datetime\nfrom collections import *\nfrom decimal import Decimal\nfrom fractions import Fraction\n"
    let program = Program(
      candidate: imports + "def f(x): return [x, \(expression)]",
      tests: imports + """
        def same(a, b):
            if type(a) is not type(b) or repr(a) != repr(b):
                return False
            return not isinstance(a, (list, tuple)) or all(map(same, a, b))
        value = \(expression)
        assert same(f(value), [value, value])
        """)
    #expect(try SandboxTests.report(program).verdict == .passed)
  }

  @Test(
    "What a function does to its arguments is seen by the tests",
    arguments: [
      ("[3, 1]", "x.sort()", "[1, 3]"), ("{'a': 1}", "x['b'] = x.pop('a')", "{'b': 1}"), ("{1}", "x.add(2)", "{1, 2}"),
      ("deque([1])", "x.appendleft(0)", "deque([0, 1])"), ("bytearray(b'a')", "x.extend(b'b')", "bytearray(b'ab')"),
      ("[[1], [2]]", "x[1].append(3)", "[[1], [2, 3]]"), ("[1, 1.0]", "x[0], x[1] = x[1], x[0]", "[1.0, 1]"),
      ("[5]", "x.append(x)", "x"),
    ])
  func mutation(argument: String, statement: String, after: String) throws {
    let program = Program(
      candidate: "from collections import deque\ndef f(x):\n  \(statement)",
      tests: "from collections import deque\nx = \(argument)\nassert f(x) is None\nassert repr(x) == repr(\(after))\n")
    #expect(try SandboxTests.report(program).verdict == .passed)
    let idle = Program(candidate: "def f(x): pass", tests: program.tests + "assert x != \(argument)")
    #expect(try SandboxTests.report(idle).verdict == .wrongAnswer)
  }

  @Test("A change that an exception follows is seen as well, and one object in two places stays one")
  func sharing() throws {
    let program = Program(
      candidate: "def f(x, y):\n  x.append(1)\n  raise KeyError('k')\ndef g(x): return [x[0], x[0]]",
      tests: """
        a = []
        try:
            f(a, a)
        except KeyError as problem:
            assert problem.args == ('k',)
        assert a == [1]
        b = g([[]])
        b[0].append(2)
        assert b == [[2], [2]]
        """)
    #expect(try SandboxTests.report(program).verdict == .passed)
  }

  @Test("Tests may use several names of the program, its classes and their instances among them")
  func names() throws {
    let program = Program(
      candidate: """
        class Pair:
            def __init__(self, a, b):
                self.a, self.b = a, b
            def total(self):
                return self.a + self.b
        LIMIT = 7
        def longest(pairs):
            return max(pair.total() for pair in pairs)
        def apply(function, x):
            return function(x)
        """,
      tests: """
        pair = Pair(1, 2)
        assert pair.a == 1 and pair.total() == 3
        pair.b = 5
        assert longest([pair, Pair(0, 0)]) == 6
        assert LIMIT == 7
        assert apply(lambda x: x * 2, 4) == 8
        """)
    #expect(try SandboxTests.report(program).verdict == .passed)
  }

  @Test("Generators are read as far as the tests read, and under a bound")
  func generators() throws {
    let candidate =
      "import itertools\ndef f(n): return itertools.islice(itertools.count(), n)\ndef g(n):\n  yield from f(n)"
    let few = Program(
      candidate: candidate, tests: "assert list(f(3)) == [0, 1, 2]\nassert sum(g(4)) == 6\nassert next(g(9)) == 0")
    #expect(try SandboxTests.report(few).verdict == .passed)
    let endless = Program(candidate: candidate, tests: "assert next(g(None)) == 0\nassert next(f(100001)) == 0")
    #expect(try SandboxTests.report(endless).verdict == .passed)
    let many = Program(candidate: candidate, tests: "assert sum(1 for _ in g(100001)) == 100001")
    #expect(try SandboxTests.report(many).verdict == .unsupported("an iterator of more than 100000 items"))
  }

  @Test(
    "What is no value is equal to itself, to no plain value unless its class may say so, and is asked for nothing",
    arguments: [
      ("return object()", "f() == 1", "wrong answer"),
      ("return object()", "f() < 1", "unsupported: __lt__ of an object"),
      ("return object()", "str(f())", "unsupported: __str__ of an object"),
      ("return Yes()", "f() == 1", "unsupported: __eq__ of an object"),
      ("return [Yes()]", "f() == [1]", "unsupported: __eq__ of an object"),
      ("return object()", "f() == f()", "unsupported: the comparison of two objects of the program"),
      ("return Int(5)", "f() == 5", "unsupported: __eq__ of an object"),
      ("return Int2(5)", "f() == 5 and type(f()) is int", "passed"),
      ("return Yes().x", "f() == 1", "exception: AttributeError: 'Yes' object has no attribute 'x'"),
    ])
  func objects(body: String, test: String, expected: String) throws {
    let program = Program(
      candidate: """
        class Yes:
            def __eq__(self, other): return True
        class Int(int):
            __eq__ = Yes.__eq__
        class Int2(int): pass
        def f(): \(body)
        """, tests: "assert \(test)")
    #expect("\(try SandboxTests.report(program).verdict)" == expected)
  }

  @Test(
    "A library's name that the tests use without importing it is the library's, or nothing",
    arguments: [
      ("from collections import Counter", "passed"),
      ("class Counter(dict):\n  def __init__(self, *a): pass", "unsupported"),
      ("same = object()\ndef Counter(items): return same", "unsupported"), ("", "exception"),
    ])
  func libraryNames(definition: String, expected: String) throws {
    let program = Program(
      candidate: definition + "\ndef f(x): return list(x)",
      tests: "assert Counter(f('abc')) == Counter(['a', 'b', 'c'])")
    #expect(try SandboxTests.report(program).verdict.word == expected)
  }

  @Test("HumanEval: the prompt's helpers are the judge's own, and its signature gets a body where it has none")
  func helpers() throws {
    let helpers = "def poly(xs, x):\n    return sum(c * x ** i for i, c in enumerate(xs))\n\ndef zero(xs):\n"
    let tests = "def check(candidate):\n    assert abs(poly([-4, 2], candidate([-4, 2]))) < 1e-6\n\ncheck(zero)"
    func verdict(_ body: String) throws -> Verdict {
      let program = Program(candidate: helpers + body, helpers: helpers, tests: tests, entryPoint: "zero")
      return try SandboxTests.report(program).verdict
    }
    #expect(try verdict("    return 2.0") == .passed)
    #expect(try verdict("    return 1.0\n\ndef poly(xs, x): return 0.0") == .wrongAnswer)
    #expect(try verdict("    return 2.0\n\ndel zero").word == "exception")
  }
}
