/// Verdicts in files, tables and messages: a word, and for some of them a detail.
extension Verdict: CustomStringConvertible {
  /// The words in the order in which they are shown.
  public static let words = [
    Verdict.passed, .wrongAnswer, .exception(""), .timedOut, .outOfMemory, .forbiddenCall(""), .crashed(signal: 0),
    .unsupported(""),
  ].map(\.word)

  public var word: String {
    switch self {
    case .passed: "passed"
    case .wrongAnswer: "wrong answer"
    case .exception: "exception"
    case .timedOut: "timed out"
    case .outOfMemory: "out of memory"
    case .forbiddenCall: "forbidden call"
    case .crashed: "crashed"
    case .unsupported: "unsupported"
    }
  }

  /// The exception, the call, the signal, what is not supported.
  public var detail: String? {
    switch self {
    case .passed, .wrongAnswer, .timedOut, .outOfMemory: nil
    case .exception(let text), .forbiddenCall(let text), .unsupported(let text): text
    case .crashed(let signal): "\(signal)"
    }
  }

  /// nil for a word that no verdict has, and where a detail is missing or too much.
  public init?(word: String, detail: String?) {
    switch (word, detail) {
    case ("passed", nil): self = .passed
    case ("wrong answer", nil): self = .wrongAnswer
    case ("timed out", nil): self = .timedOut
    case ("out of memory", nil): self = .outOfMemory
    case ("exception", let detail?): self = .exception(detail)
    case ("forbidden call", let detail?): self = .forbiddenCall(detail)
    case ("unsupported", let detail?): self = .unsupported(detail)
    case ("crashed", let detail?):
      guard let signal = Int32(detail) else { return nil }
      self = .crashed(signal: signal)
    default: return nil
    }
  }

  /// As it is shown to people: the verdict, and what is known of its cause.
  public var description: String {
    switch self {
    case .crashed(signal: 0): "\(word): it left before its end"
    case .crashed(let signal): "\(word): signal \(signal)"
    default: detail.map { "\(word): \($0)" } ?? word
    }
  }
}
