/// How a program ended.
public enum Verdict: Sendable, Hashable {
  case passed
  case wrongAnswer
  /// The class of the exception, and its last line.
  case exception(String)
  case timedOut
  case outOfMemory
  case forbiddenCall(String)
  case crashed(signal: Int32)
  /// Something was to cross between candidate and judge that cannot, or was asked of an object that stays with the candidate. The
  /// fall-back: it does not count as passed, it is reported by itself, and `ProgramReport.referenceVerdict` may be asked for.
  case unsupported(String)
}

/// In how many interpreters a program is judged.
public enum VerdictMode: String, Sendable, CaseIterable {
  case strict, reference
}
