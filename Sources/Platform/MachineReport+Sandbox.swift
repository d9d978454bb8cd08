import CodeExecution
import Files

extension MachineReport {
  /// A line for the sandbox at work, and one for each of its layers, as the probe proved it.
  static func sandbox(_ executable: String?) -> [Check] {
    do {
      let probe = try SandboxProbe(executable: executable)
      return [try trial(executable)] + probe.findings.map(check)
    } catch {
      return [Check("sandbox", "\(error.place) \(error.problem)", .missing)]
    }
  }

  private static func check(_ finding: SandboxProbe.Finding) -> Check {
    let state: Check.State =
      switch finding.state {
      case .present: .ok
      case .absent: finding.isRequired ? .missing : .absent
      case .broken: .broken
      }
    return Check("sandbox: \(finding.name)", finding.proof, state)
  }

  /// A right and a wrong program in both modes.
  private static func trial(_ executable: String?) throws(Diagnostic) -> Check {
    let sandbox = try Sandbox(
      Sandbox.Options(executable: executable, workers: 1, isComparing: true, allowsWeaker: true))
    let programs = ["return x + 1", "return x"].map { body in
      Program(candidate: "def f(x):\n    \(body)\n", tests: "assert f(1) == 2", entryPoint: "f")
    }
    var verdicts: [Int: [Verdict?]] = [:]
    do {
      try sandbox.reports(of: programs) { verdicts[$0] = [$1.verdict, $1.referenceVerdict] }
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic("sandbox", "does not run: \(error)", expected: "a program that passes")
    }
    let isRight = verdicts[0] == [.passed, .passed] && verdicts[1] == [.wrongAnswer, .wrongAnswer]
    let python = "Python \(sandbox.python)"
    return isRight
      ? Check("sandbox", "\(python): a right program passes, a wrong one does not", .ok)
      : Check("sandbox", "\(python): a right and a wrong program are not judged as they must be", .broken)
  }
}
