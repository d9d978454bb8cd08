import CSandboxContract

extension Verdict {
  /// From the worker's reply; nil for a code that no worker sends.
  init?(code: Int, signal: UInt32, text: String) {
    switch code {
    case VERDICT_PASSED: self = .passed
    case VERDICT_WRONG: self = .wrongAnswer
    case VERDICT_EXCEPTION: self = .exception(text)
    case VERDICT_TIMED_OUT: self = .timedOut
    case VERDICT_MEMORY: self = .outOfMemory
    case VERDICT_FORBIDDEN: self = .forbiddenCall(text)
    case VERDICT_CRASHED: self = .crashed(signal: Int32(truncatingIfNeeded: signal))
    case VERDICT_UNSUPPORTED: self = .unsupported(text)
    default: return nil
    }
  }
}
