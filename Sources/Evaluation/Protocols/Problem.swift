public import CodeExecution

/// What a program benchmark knows of an item: how a completion becomes a program, and what judges it.
public struct Problem: Sendable, Hashable {
  /// What stands before the completion in the program.
  public var opening: String
  /// Trusted text that the judge runs before the tests.
  public var helpers: String
  public var tests: String
  /// nil: those of the names that the tests use which the solution defines.
  public var entryPoint: String?
  /// The benchmark's own, which is not executed; nil where it is not known, or the entry point says all.
  public var solution: String?

  public init(
    opening: String = "", helpers: String = "", tests: String, entryPoint: String? = nil, solution: String? = nil
  ) {
    self.opening = opening
    self.helpers = helpers
    self.tests = tests
    self.entryPoint = entryPoint
    self.solution = solution
  }

  public func program(of completion: String) -> Program {
    Program(
      candidate: opening + completion, helpers: helpers, tests: tests, entryPoint: entryPoint, solution: solution)
  }
}
