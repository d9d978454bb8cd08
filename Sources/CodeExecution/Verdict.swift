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
  case unsupported(String)
}

/// In how many interpreters a program is judged.
public enum VerdictMode: String, Sendable, CaseIterable {
  case strict, reference
}
