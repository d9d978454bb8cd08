extension Verdict: CustomStringConvertible {
  /// As it is shown to people: the verdict, and what is known of its cause.
  public var description: String {
    switch self {
    case .passed: "passed"
    case .wrongAnswer: "wrong answer"
    case .exception(let text): "exception: \(text)"
    case .timedOut: "timed out"
    case .outOfMemory: "out of memory"
    case .forbiddenCall(let name): "forbidden call: \(name)"
    case .crashed(signal: 0): "crashed: it left before its end"
    case .crashed(let signal): "crashed: signal \(signal)"
    case .unsupported(let what): "unsupported: \(what)"
    }
  }

  /// From the worker's reply; nil for a code that no worker sends.
  init?(code: UInt32, signal: UInt32, text: String) {
    switch code {
    case 0: self = .passed
    case 1: self = .wrongAnswer
    case 2: self = .exception(text)
    case 3: self = .timedOut
    case 4: self = .outOfMemory
    case 5: self = .forbiddenCall(text)
    case 6: self = .crashed(signal: Int32(truncatingIfNeeded: signal))
    case 7: self = .unsupported(text)
    default: return nil
    }
  }
}
