import CodeExecution
import Files
import Testing

/// Whose a name is that the tests use.
@Suite struct NameTests {
  @Test(
    "A program may have the names that it and the benchmark's own solution define, and no others",
    arguments: [
      ("def sum(a, b): return a + b", "def sum(a, b): pass", "assert sum(1, 2) == 3", "passed"),
      (
        "def sum(a, b): return 1\ndef abs(x): return 3", "def sum(a, b): pass", "assert abs(sum(1, 2)) == 3",
        "wrong answer"
      ),
      ("", "def sum(a, b): pass", "assert sum([1, 2]) == 3", "exception"),
      ("def f(x): return x", "def f(x): pass", "assert sorted(f([2])) == [2]", "passed"),
      (
        "from math import *\ndef f(x): return pi", "from math import *\ndef f(x): pass", "assert isclose(f(0), pi)",
        "passed"
      ),
      (
        "from math import *\npi = 0\ndef f(x): return pi", "from math import *\ndef f(x): pass", "assert f(0) == pi",
        "wrong answer"
      ),
      ("def f(x): return x", "import math as m\ndef f(x): pass", "assert f(m.pi) == m.pi", "exception"),
      ("import math as m\ndef f(x): return x", "import math as m\ndef f(x): pass", "assert f(m.pi) == m.pi", "passed"),
      (
        "class m: pi = 0\ndef f(x): return 0", "import math as m\ndef f(x): pass", "assert f(1) == m.pi", "wrong answer"
      ),
      ("import numpy\ndef f(x): return 0", "import numpyx\ndef f(x): pass", "assert f(numpyx.pi) == 0", "exception"),
      ("numpyx = 1\ndef f(x): return 0", "import numpyx\ndef f(x): pass", "assert f(numpyx.pi) == 0", "unsupported"),
      ("def near(*a): return True\ndef f(x): return 0", "def f(x): pass", "assert near(f(1), 2)", "exception"),
      (
        "class N:\n  def __init__(s, v): s.v = v\ndef f(n): return n.v", "if True:\n  class N: pass\ndef f(n): pass",
        "assert f(N(3)) == 3", "passed"
      ),
      ("f = g = lambda x: x", "f, g = 1, 2", "assert f(g(1)) == 1", "passed"),
      ("def f(x): return x", "this is no Python", "assert f(1) == 1", "passed"),
    ])
  func solutions(candidate: String, solution: String, tests: String, expected: String) throws {
    let program = Program(candidate: candidate, tests: tests, solution: solution)
    #expect(try SandboxTests.report(program).verdict.word == expected)
  }

  @Test(
    "Without a solution: the only name there is, or those that no library knows, or a library's own",
    arguments: [
      ("def len(x): return 7", "assert len([]) == 7", "passed"),
      ("def len(x): return 7\ndef filter(x): return x", "assert len(filter([])) == 7", "unsupported"),
      ("def floor(x): return 2", "assert floor(2.5) == 2", "passed"),
      ("def floor(x): return 2\ndef ceil(x): return 3", "assert floor(2.5) + ceil(2.5) == 5", "unsupported"),
      ("from math import *\ndef f(x): return 1.0", "assert isclose(f(1), 1) and isclose(pi, pi)", "passed"),
      ("from math import *\ndef f(x): return 2.0", "assert isclose(f(1), 1)", "wrong answer"),
      ("isclose = max\ndef f(x): return 2.0", "assert isclose(f(1), 1)", "unsupported"),
      ("from operator import ne as isclose\ndef f(x): return 2.0", "assert isclose(f(1), 1)", "unsupported"),
      ("from math import isclose as close\ndef f(x): return 1.0", "assert close(f(1), 1)", "passed"),
      (
        "import math\nmath.isclose = lambda *a: True\nfrom math import isclose\ndef f(x): return 2",
        "assert isclose(f(1), 1)", "unsupported"
      ),
    ])
  func alone(candidate: String, tests: String, expected: String) throws {
    #expect(try SandboxTests.report(Program(candidate: candidate, tests: tests)).verdict.word == expected)
  }

  /// They are executed one after the other in one dictionary.
  @Test("The files of strict mode share one name space, and none redefines what another one has defined")
  func files() throws {
    var places: [String: Set<String>] = [:]
    for file in try FileSystem.names(in: "sandbox") where file.hasSuffix(".py") {
      for line in String(decoding: try FileSystem.bytes(of: "sandbox/\(file)"), as: UTF8.self).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard line.first != " ", words.count > 1 else { continue }
        if ["def", "class"].contains(words[0]) {
          places[String(words[1].prefix { $0 != "(" && $0 != ":" }), default: []].insert(file)
        } else if words[0] == "import", words.count == 4 {
          places[String(words[3]), default: []].insert("module \(words[1])")
        } else if words[1] == "=" {
          places[String(words[0]), default: []].insert(file)
        }
      }
    }
    #expect(places.count > 80)
    #expect(places.filter { $0.value.count > 1 }.keys.sorted() == [])
  }
}
