/// A generated program and what it is judged by.
public struct Program: Sendable, Hashable {
  /// The untrusted text: for HumanEval prompt and completion, for MBPP the completion.
  public var candidate: String
  /// Trusted text that the judge runs first: HumanEval's prompt; empty for MBPP.
  public var helpers: String
  /// Trusted text: assertions, or a definition of `check` and its call.
  public var tests: String
  /// The function that is asked of the candidate; nil: names that the tests use, helpers do not define, and `solution` does.
  public var entryPoint: String?
  /// Trusted text: the benchmark's own solution. It is read for the names that it defines, not executed; nil: there is none.
  public var solution: String?
  /// 32 bytes that decide what the tests draw, which the candidate never has (`JudgeSeed.secret`). Empty: the sandbox draws some.
  public var secret: [UInt8] = []

  public init(
    candidate: String, helpers: String = "", tests: String, entryPoint: String? = nil, solution: String? = nil
  ) {
    self.candidate = candidate
    self.helpers = helpers
    self.tests = tests
    self.entryPoint = entryPoint
    self.solution = solution
  }

  /// With the secret that a run's seed has for it.
  public func judged(with seed: JudgeSeed) -> Program {
    var program = self
    program.secret = seed.secret(of: self)
    return program
  }
}
