public import Files

/// What a program got, and what it cost.
public struct ProgramReport: Sendable, Hashable {
  public var verdict: Verdict
  /// CPU seconds of candidate and judge together.
  public var seconds: Double
  /// The program ran out of time, was run once more with nothing beside it, and did not then.
  public var retried: Bool
  /// The verdict of reference mode, where both were asked for.
  public var referenceVerdict: Verdict?

  public init(
    verdict: Verdict, seconds: Double, retried: Bool = false, referenceVerdict: Verdict? = nil
  ) {
    self.verdict = verdict
    self.seconds = seconds
    self.retried = retried
    self.referenceVerdict = referenceVerdict
  }

  /// Strict and reference mode disagree on whether the program passes; nil if only one was asked for.
  public var differs: Bool? { referenceVerdict.map { $0.hasPassed != verdict.hasPassed } }
}

/// Whoever can judge programs: the sandbox, or a script in a test.
public protocol ProgramRunner {
  /// Judges all programs; `completed` is called once for each, with its index, in any order.
  mutating func reports(
    of programs: [Program], completed: (Int, ProgramReport) throws(Diagnostic) -> Void
  ) throws(Diagnostic)
}
