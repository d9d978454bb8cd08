/// What came of one program.
public struct ProgramReport: Sendable, Hashable {
  public var verdict: Verdict
  /// CPU time.
  public var seconds: Double
  /// A timeout that passed when it was run again alone.
  public var retried: Bool
  /// What reference mode says, where both modes were asked.
  public var referenceVerdict: Verdict?

  public init(verdict: Verdict, seconds: Double = 0, retried: Bool = false, referenceVerdict: Verdict? = nil) {
    self.verdict = verdict
    self.seconds = seconds
    self.retried = retried
    self.referenceVerdict = referenceVerdict
  }
}

/// Whatever executes programs: the sandbox, a scripted table in the tests.
public protocol ProgramRunner {
  /// Judges all programs. `completed` is called once for each, with its index.
  mutating func reports(of programs: [Program], completed: (Int, ProgramReport) throws -> Void) throws
}
