/// What came of one program.
public struct ProgramReport: Sendable, Hashable {
  public var verdict: Verdict
  /// CPU time.
  public var seconds: Double
  /// A timeout that passed when it was run again alone.
  public var retried: Bool
  /// What reference mode says, where both modes were asked.
  public var referenceVerdict: Verdict?
  /// In strict mode: it changed arguments that the tests gave it, as work in place does, and as a program does whose tests are to
  /// compute what is right from what it left of them.
  public var changedArguments: Bool

  public init(
    verdict: Verdict, seconds: Double = 0, retried: Bool = false, referenceVerdict: Verdict? = nil,
    changedArguments: Bool = false
  ) {
    self.verdict = verdict
    self.seconds = seconds
    self.retried = retried
    self.referenceVerdict = referenceVerdict
    self.changedArguments = changedArguments
  }
}

/// Whatever executes programs: the sandbox, a scripted table in the tests.
public protocol ProgramRunner {
  /// Judges all programs. `completed` is called once for each, with its index.
  mutating func reports(of programs: [Program], completed: (Int, ProgramReport) throws -> Void) throws
}
