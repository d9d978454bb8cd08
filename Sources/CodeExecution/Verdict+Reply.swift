extension Verdict {
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
