/// A generated program and what it is judged by.
public struct Program: Sendable, Hashable {
  /// The untrusted text: for HumanEval prompt and completion, for MBPP the completion.
  public var candidate: String
  /// Trusted text that the judge runs first: HumanEval's prompt; empty for MBPP.
  public var helpers: String
  /// Trusted text: assertions, or a definition of `check` and its call.
  public var tests: String
  /// The function that is asked of the candidate; nil: the names that the tests use and the helpers do not define.
  public var entryPoint: String?

  public init(candidate: String, helpers: String = "", tests: String, entryPoint: String? = nil) {
    self.candidate = candidate
    self.helpers = helpers
    self.tests = tests
    self.entryPoint = entryPoint
  }
}
