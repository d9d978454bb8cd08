import CodeExecution
import Testing

/// What tests may ask of a program's own objects, and what ends as *unsupported*: the table of sandbox/README.md.
@Suite struct ObjectTests {
  private static let candidate = """
    import asyncio, re, types, collections, enum
    class Point:
        def __init__(self, x, y=0): self.x, self.y = x, y
        def __eq__(self, other): return self.x == getattr(other, "x", other)
        def __add__(self, other): return Point(self.x + getattr(other, "x", other))
        def __contains__(self, item): return item == self.x
        def __getitem__(self, index): return (self.x, self.y)[index]
        def __len__(self): return 2
        def __str__(self): return f"({self.x}, {self.y})"
    class Named(dict):
        def __getattr__(self, name): return self[name]
    class Level(enum.IntEnum):
        LOW = 1
    class Code(Exception):
        def __init__(self, code): self.code = code
        def twice(self): return 2 * self.code
    def make(x): return Point(x)
    def named(): return Named(a=1)
    def level(): return Level.LOW
    def fail(): raise Code(3)
    def dictionary(): return collections.UserDict(a=1)
    def space(): return types.SimpleNamespace(a=1)
    def count():
        n = 0
        while True:
            yield n
            n += 1
    def first(iterator): return next(iterator)
    async def later(): return 1
    def problem(): return ValueError()
    class A: pass
    """

  private static func verdict(_ tests: String, solution: String? = nil) throws -> Verdict {
    try SandboxTests.report(Program(candidate: candidate, tests: tests, solution: solution)).verdict
  }

  @Test(
    "What the table says does not work is unsupported, never a wrong answer or out of time",
    arguments: [
      "assert make(1) == Point(1)", "assert [make(1)] == [Point(1)]", "assert Point(3) == 3",
      "import types\nassert space() == types.SimpleNamespace(a=1)", "assert str(make(1)) == '(1, 0)'",
      "assert len(make(1)) == 2", "assert (make(1) + 1) is not None", "assert Point(1) + 1 == Point(2)",
      "assert 1 in Point(1)", "assert Point(1)[0] == 1", "assert named().a == 1", "assert level().name == 'LOW'",
      "import copy\nassert copy.copy(Point(1)).x == 1", "import asyncio\nassert asyncio.run(later()) == 1",
      "assert dictionary()['a'] == 1", "try: raise Code(3)\nexcept Code as e: assert e.code == 3",
      "try: fail()\nexcept Code as e: assert e.twice() == 6",
      "g = count()\nfor _ in range(100): next(g)\nassert first(g) == 100",
      "g = count()\nnext(g)\ntry: g.throw(ValueError)\nexcept ValueError: pass",
      "import itertools\nassert first(itertools.count()) == 0", "assert isinstance(problem(), ValueError)",
      "A()\nassert Point(1).x == 1", "class Other(Point): pass\nassert Other(1).x == 1",
    ])
  func table(tests: String) throws {
    #expect(try Self.verdict(tests).word == "unsupported", "\(tests)")
  }

  @Test(
    "A class that the solution or the tests show to be one is asked for operators with the tests' values",
    arguments: [
      "assert str(Point(1) + 1) == '(2, 0)'", "assert 1 in Point(1)", "assert Point(1)[0] == 1",
      "assert len(Point(1)) == 2",
      "assert Point(1) + Point(2) == Point(3)", "assert sum([Point(1), Point(2)][1:], Point(1)) == Point(3)",
    ])
  func classes(tests: String) throws {
    let solution = "class Point:\n  pass\n"
    #expect(try Self.verdict(tests, solution: solution) == .passed)
    #expect(try Self.verdict("assert Point(5).x == 5\n" + tests) == .passed)
    #expect(try Self.verdict("assert isinstance(Point(5), Point)\n" + tests) == .passed)
    // A solution that has a function of this name expects a value of it.
    let function = "def Point(x): return x\n"
    #expect(try Self.verdict(tests, solution: function).word == "unsupported")
  }

  @Test("An endless generator costs what the tests read of it")
  func endless() throws {
    let tests = """
      import itertools
      g = count()
      assert list(itertools.islice(g, 5000)) == list(range(5000))
      assert next(count()) == 0
      """
    let report = try SandboxTests.report(Program(candidate: Self.candidate, tests: tests))
    #expect(report.verdict == .passed)
    #expect(report.seconds < 0.5)
  }
}
