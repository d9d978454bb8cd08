public import CodeExecution

/// How the programs of a task ended.
public struct VerdictTally: Sendable, Equatable {
  /// Programs by their verdict, in the order of `Verdict.words`.
  public var counts: [GenerationTally.Count]
  /// Programs of which strict and reference mode disagree whether they passed; nil where only one of the modes was asked.
  public var differing: Int?
  /// Of these, the programs that passed in reference mode only: forgeries, or what cannot cross into the judge.
  public var passedInReferenceOnly: Int?
  /// Timeouts that passed when they were run again alone.
  public var retried: Int
  /// Of those that passed, the programs that changed arguments of their tests: work in place, or a forgery that nobody proved.
  public var passedWithChangedArguments: Int

  public init(
    counts: [GenerationTally.Count], differing: Int?, passedInReferenceOnly: Int?, retried: Int,
    passedWithChangedArguments: Int = 0
  ) {
    self.counts = counts
    self.differing = differing
    self.passedInReferenceOnly = passedInReferenceOnly
    self.retried = retried
    self.passedWithChangedArguments = passedWithChangedArguments
  }

  /// nil for a task without programs.
  init?(_ task: RunTask, outcomes: [ItemOutcome]) {
    guard task.benchmark.asking.isProgram else { return nil }
    self.init(outcomes.flatMap(\.reports))
  }

  public init(_ reports: [ProgramReport]) {
    counts = Verdict.words.map { word in
      GenerationTally.Count(name: word, count: reports.count { $0.verdict.word == word })
    }
    retried = reports.count(where: \.retried)
    passedWithChangedArguments = reports.count { $0.verdict == .passed && $0.changedArguments }
    let pairs = reports.compactMap { report in
      report.referenceVerdict.map { (strict: report.verdict == .passed, reference: $0 == .passed) }
    }
    guard !pairs.isEmpty else { return }
    differing = pairs.count { $0.strict != $0.reference }
    passedInReferenceOnly = pairs.count { !$0.strict && $0.reference }
  }
}
