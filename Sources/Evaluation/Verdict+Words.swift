public import CodeExecution
import Files

/// Verdicts in files and tables: a word, and for some of them a detail.
extension Verdict {
  /// The words in the order in which they are shown.
  public static let words = [
    "passed", "wrong answer", "exception", "timed out", "out of memory", "forbidden call", "crashed", "unsupported",
  ]

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
  var detail: String? {
    switch self {
    case .passed, .wrongAnswer, .timedOut, .outOfMemory: nil
    case .exception(let text), .forbiddenCall(let text), .unsupported(let text): text
    case .crashed(let signal): "\(signal)"
    }
  }

  /// `"passed"`, or `["exception", "NameError: …"]`.
  var json: JSON {
    guard let detail else { return .string(word) }
    return [.string(word), .string(detail)]
  }

  init?(_ json: JSON) {
    let parts = json.array.map { $0.map(\.string) } ?? [json.string]
    guard (1...2).contains(parts.count), let word = parts[0] else { return nil }
    switch (word, parts.count == 2 ? parts[1] : nil) {
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
}
