import CSandboxContract

/// What a worker says of one run of a program.
struct WorkerReply: Sendable, Equatable {
  var verdict: Verdict
  /// CPU time.
  var seconds = 0.0
  /// As the worker counts it: waits for a busy machine are left out.
  var wallSeconds = 0.0
  /// What ran out of time ran out of wall time: it slept or waited.
  var isWall = false
  /// The program changed arguments that the tests gave it.
  var changedArguments = false

  static let headSize = MemoryLayout<sandbox_reply>.size

  init(_ verdict: Verdict, seconds: Double = 0) {
    self.verdict = verdict
    self.seconds = seconds
  }

  /// Of `headSize` bytes.
  static func head(_ bytes: [UInt8]) -> sandbox_reply {
    precondition(bytes.count == headSize)
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: sandbox_reply.self) }
  }

  /// The worker says that it cannot go on.
  static func isFailure(_ head: sandbox_reply) -> Bool { Int(head.magic) == SANDBOX_FAILURE_MAGIC }

  /// The length of the text that follows; nil for what no worker says.
  static func textSize(_ head: sandbox_reply) -> Int? {
    let isKnown = isFailure(head) || Int(head.magic) == SANDBOX_REPLY_MAGIC
    return isKnown && head.length <= SANDBOX_TEXT_BYTES ? Int(head.length) : nil
  }

  /// nil for a code that no worker sends.
  init?(head: sandbox_reply, text: [UInt8]) {
    let words = String(decoding: text, as: UTF8.self)
    guard let verdict = Verdict(code: Int(head.code), signal: head.signal, text: words) else { return nil }
    self.verdict = verdict
    seconds = Double(head.cpu_us) / 1e6
    wallSeconds = Double(head.wall_ms) / 1e3
    changedArguments = Int(head.marks) & MARK_CHANGED != 0
    isWall = Int(head.marks) & MARK_WALL != 0
  }
}
