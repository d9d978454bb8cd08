public import CodeExecution
public import Files

/// How the generated programs of a run are judged: part of what it is.
public struct Judging: Sendable, Equatable {
  public var verdicts: Verdicts
  /// What could change a verdict: the interpreter's version, limits, layers; null where no sandbox is needed.
  public var sandbox: JSON
  /// What the tests' draws are made of (`JudgeSeed`); nil: as an earlier session of the run has recorded it, else drawn.
  public var seed: JudgeSeed?

  /// Whose verdict decides the score.
  public enum Verdicts: String, Sendable, CaseIterable {
    /// Two interpreters: what is tested cannot touch the tests. How many programs would be judged otherwise in one interpreter is
    /// counted beside it.
    case strict
    /// One interpreter, as other harnesses have it.
    case reference
    /// As `strict`, and the score of one interpreter is told as a second metric.
    case both
  }

  public init(verdicts: Verdicts = .strict, sandbox: JSON = .null, seed: JudgeSeed? = nil) {
    self.verdicts = verdicts
    self.sandbox = sandbox
    self.seed = seed
  }
}
