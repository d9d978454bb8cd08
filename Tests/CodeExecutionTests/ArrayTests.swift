import CodeExecution
import Testing

/// The stand-in for numpy beside numpy's own answers.
@Suite struct ArrayTests {
  /// What numpy compares in ways that the stand-in refuses: numbers of other libraries, of more than 64 bits, and buffers.
  static let refused: Set<String> = ["Fraction(1)", "1<<64", "-(1<<64)", "bytearray(b'a')"]

  @Test(
    "Raises where numpy raises, and is true only where numpy is, for values of one shape",
    arguments: VerdictMode.allCases)
  func pairs(mode: VerdictMode) throws {
    let lines = ArrayPairs.answers.split(separator: "\n").map { Array($0.filter { $0 != " " }) }
    try #require(lines.count == ArrayPairs.values.count)
    var cases: [String] = []
    for (left, answers) in zip(ArrayPairs.values, lines) {
      for (right, answer) in zip(ArrayPairs.values, answers) {
        let allowed: String
        switch answer {
        case "!": allowed = "!"
        case "=": allowed = Self.refused.contains(left) || Self.refused.contains(right) ? "=!" : "="
        default: allowed = "-!"
        }
        cases.append("(\"\(left)\", \"\(right)\", '\(allowed)')")
      }
    }
    let program = Program(
      candidate: "def f(): pass",
      tests: """
        import numpy as np
        from collections import deque
        from decimal import Decimal
        from fractions import Fraction
        inf, nan = float('inf'), float('nan')
        def answer(left, right):
            try:
                return '=' if np.allclose(eval(left), eval(right), rtol=1e-07, atol=1e-06) else '-'
            except (TypeError, ValueError, OverflowError):
                return '!'
        f()
        for left, right, allowed in [\(cases.joined(separator: ", "))]:
            assert answer(left, right) in allowed, f'{left} and {right}: {answer(left, right)}'
        """)
    let reports = try OfficialProgramTests.reports([program], mode: mode)
    #expect(reports.map(\.verdict) == [.passed])
  }

  @Test(
    "What numpy has and the stand-in has not is unsupported",
    arguments: ["np.sum([1])", "np.array([1])", "np.isclose([1], [1])"])
  func unsupported(expression: String) throws {
    let program = Program(candidate: "def f(): pass", tests: "import numpy as np\nf()\n\(expression)")
    #expect(try SandboxTests.report(program).verdict.word == "unsupported")
  }
}
