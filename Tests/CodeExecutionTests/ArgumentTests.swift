import CodeExecution
import Testing

/// Arguments that a program changes: work in place goes on working, and tests that compute what is right from the same argument
/// have it as it was.
@Suite struct ArgumentTests {
  private static let empties =
    "def f(x):\n  y = x if not isinstance(x, tuple) else x[0]\n  y.clear()\n  return type(y)()"

  @Test(
    "The tests' own computation has the original",
    arguments: [
      "assert f(x) == sorted(x)", "assert sorted(f(x)) == sorted(x)", "assert f(x) == sorted(x, key=int)",
      "r = f(x)\nassert r == sorted(x)",
      "r = f(x)\nright = sorted(x)\nassert r == right", "y = x\nassert f(x) == sorted(y)", "assert f(x=x) == sorted(x)",
      "def right(v): return sorted(v)\nassert f(x) == right(x)", "assert f(x) == [v for v in x]",
      "from collections import Counter\nr = f(x)\nassert len(r) == len(x) and Counter(r) == Counter(x)",
      "def good(r, v): return sorted(r) == sorted(v)\nassert good(f(x), x)",
      "def same(f, g, v): assert f(v) == g(v)\nsame(f, sorted, x)",
      "for v in [[3, 1], [2, 1]]:\n  assert f(v) == sorted(v)",
      "cases = [[3, 1], [2]]\nassert [f(v) for v in cases] == [sorted(v) for v in cases]",
      "cases = [[3, 1], [2]]\nassert list(map(f, cases)) == list(map(sorted, cases))",
      "assert all(f(v) == sorted(v) for v in [[2, 1]])",
      "assert all([f(v) == sorted(v) for v in [[2, 1]]])", "d = {'a': [2, 1]}\nassert f(d['a']) == sorted(d['a'])",
      "class T: pass\nt = T()\nt.x = x\nassert f(t.x) == sorted(t.x)", "a = (x,)\nassert f(*a) == sorted(*a)",
      "x = {3: 1}\nassert f(x) == {k: v for k, v in x.items()}", "x = {1, 2}\nassert f(x) == set(v for v in x)",
      "assert f((x, 1)) == sorted(x)", "def test():\n  v = [2, 1]\n  got = f(v)\n  assert got == sorted(v)\ntest()",
      "r = f(x)\nright = []\nfor v in x: right.append(v)\nassert r == right",
      "r = f(x)\nright = list(x)\nright.sort()\nassert r == right",
      "r = f(x)\nright = x[:]\nright.sort()\nassert r == right",
      "r = f(x)\ni, right = 0, []\nwhile i < len(x):\n  right.append(x[i])\n  i += 1\nassert r == right",
      "r = f(x)\nright = {}\nfor v in x: right[v] = 1\nassert set(r) == set(right)",
      "r, right = f(x), sorted(x)\nassert r == right", "r = f(x)\nassert all(v in r for v in x)",
      "r = f(x)\nfor v in x: assert v in r", "r = f(x)\nassert r == (x[0],) * 0 + tuple(x) or r == x[:1] + x[1:]",
      "def ref(v): return sorted(v)\ndef same(out, want): assert out == want\nsame(f(*[x]), ref(*[x]))",
      "same = lambda out, v: out == sorted(v)\nassert same(f(x), x)",
      "y = [2, 1]\nr, s = f(x), f(y)\nassert r == sorted(x)\nassert s == sorted(y)",
      "from collections import namedtuple as n\nR = n('R', 'a')\ndef g(r): return sorted(r.a)\nassert f(x) == g(R(x))",
      "def run(v):\n  return f(v), sorted(v)\na, b = run(x)\nassert a == b",
      "def run(v):\n  got = f(v)\n  want = sorted(v)\n  return want, got\na, b = run(x)\nassert b == a",
      "r = {'got': f(x), 'want': sorted(x)}\nassert r['got'] == r['want']",
      "r = {}\nr['got'] = f(x)\nr['want'] = sorted(x)\nassert r['got'] == r['want']",
      "def test(v):\n  r = {0: f(v)}\n  r[1] = sorted(v)\n  assert r[0] == r[1]\ntest(x)",
      "cases = [[i, i + 1] for i in range(40)]\nrs = [f(c) for c in cases]\nassert rs == [sorted(c) for c in cases]",
      "import unittest\nclass T(unittest.TestCase):\n  def test(self):\n    self.assertEqual(f(x), sorted(x))\nT('test').debug()",
    ])
  func oracles(tests: String) throws {
    let report = try SandboxTests.report(
      Program(candidate: Self.empties, tests: "x = [3, 1, 2]\n" + tests, solution: "def f(x): pass"))
    #expect(report.verdict == .wrongAnswer && report.changedArguments)
    let honest = Program(
      candidate: "def f(x): return x if isinstance(x, (dict, set)) else sorted(x[0] if isinstance(x, tuple) else x)",
      tests: "x = [1, 2, 3]\n" + tests, solution: "def f(x): pass")
    let right = try SandboxTests.report(honest)
    #expect(right.verdict == .passed && !right.changedArguments)
  }

  @Test(
    "Where nothing is proven it passes, and is marked",
    arguments: [
      "assert f(x) == x", "assert len(f(x)) == len(x)", "assert f(x) == list(x)", "assert f(x) == x[:]",
      "r = {'got': f(x), 'want': sorted(x)}\nassert r['got'] == r['want'] and len(r) == 2",
    ])
  func unproven(tests: String) throws {
    let report = try SandboxTests.report(Program(candidate: Self.empties, tests: "x = [3, 1]\n" + tests))
    #expect(report.verdict == .passed && report.changedArguments)
  }

  @Test(
    "Work in place goes on working",
    arguments: [
      ("x.sort()", "assert f(x) is None and x == [1, 2]\nassert x == sorted(x)"),
      ("x.sort()\n  return x", "assert f(x) == sorted(x)\nassert x == [1, 2]"),
      ("x.reverse()\n  return x", "assert f(x) == x == [1, 2] and f(x) is x"),
      ("x.append(3)\n  return len(x)", "assert f(x) == len(x) == 3"),
      ("return x.pop()", "assert f(x) == 1 and x == [2]\nassert f(x) == 2 and not x"),
      ("x[:] = sorted(x)\n  return 1", "k = f(x)\nassert x[:k] == [1]\nassert sum(x) == 3\nassert k + x[1] == sum(x)"),
      ("x.append(9)\ndef g(x): return sum(x)", "f(x)\nassert g(x) == sum(x) == 12"),
      ("x.sort()\n  return x", "r = f(x)\nfor v, w in zip(x, r): assert v == w\nassert all(map(int.__eq__, x, r))"),
      ("x.sort()\n  return x", "def good(r, v): return r is v and v == sorted(v)\nassert good(f(x), x)"),
      ("x.sort()", "f(x)\nfor i in range(len(x)): assert x[i] == i + 1\nassert all(v > 0 for v in x)"),
      ("del x[0]\n  return len(x)", "n = f(x)\ntotal = 0\nfor v in x: total += v\nassert total == 1 and n == len(x)"),
      ("x.pop()", "def run(v):\n  return f(v), sorted(v)\na, b = run(x)\nassert a is None and b == [2]"),
      ("x.pop()", "r = {'got': f(x), 'left': sorted(x)}\nassert r['got'] is None\nassert r['left'] == [2]"),
      ("x.pop()", "r = {}\ntry:\n  r['a']\nexcept KeyError:\n  r['a'] = f(x)\nassert r == {'a': None}"),
      ("x.append(0)\n  return x[:]", "r = f(x)\nx.append(5)\nassert sum(r) + 5 == sum(x)"),
    ])
  func inPlace(body: String, tests: String) throws {
    let report = try SandboxTests.report(Program(candidate: "def f(x):\n  \(body)", tests: "x = [2, 1]\n" + tests))
    #expect(report.verdict == .passed && report.changedArguments, "\(report)")
  }

  @Test("An iterator that the tests hold is used up by a call, and marked; one that only lies in the call is not")
  func iterators() throws {
    let nothing = Program(candidate: "def f(x): return 0", tests: "i = iter([3, 1])\nassert f(i) == sum(i)")
    let report = try SandboxTests.report(nothing)
    #expect(report.verdict == .wrongAnswer && report.changedArguments)
    let nested = Program(candidate: "def f(x): return 0", tests: "i = iter([3, 1])\nassert f([i]) == sum(i)")
    #expect(try SandboxTests.report(nested).verdict == .wrongAnswer)
    for call in ["f(iter([3, 1]))", "f(v for v in (3, 1))", "f(map(int, '31'))", "f(x=iter([3, 1]))"] {
      let honest = Program(candidate: "def f(x): return sum(x)", tests: "assert \(call) == 4")
      let right = try SandboxTests.report(honest)
      #expect(right.verdict == .passed && !right.changedArguments, "\(call)")
    }
  }

  @Test("What a program does not change is not marked, in either mode, and reference mode marks nothing")
  func unmarked() throws {
    let program = Program(candidate: "def f(x):\n  x.sort()\n  return x", tests: "assert f([1, 2]) == [1, 2]")
    #expect(try SandboxTests.report(program).changedArguments == false)
    let other = Program(candidate: program.candidate, tests: "assert f([2, 1]) == [1, 2]")
    #expect(try SandboxTests.report(other).changedArguments)
    #expect(try SandboxTests.report(other, mode: .reference).changedArguments == false)
  }
}
