import CodeExecution
import Testing

@Suite struct SandboxTests {
  @Test("A right program passes, a wrong one does not")
  func first() throws {
    let sandbox = try Sandbox(Sandbox.Options(isComparing: true))
    var reports: [Int: ProgramReport] = [:]
    let programs = [
      Program(candidate: "def f(x): return x + 1", tests: "assert f(1) == 2"),
      Program(candidate: "def f(x): return x", tests: "assert f(1) == 2"),
    ]
    try sandbox.reports(of: programs) { reports[$0] = $1 }
    #expect(reports[0]?.verdict == .passed)
    #expect(reports[1]?.verdict == .wrongAnswer)
  }
}
