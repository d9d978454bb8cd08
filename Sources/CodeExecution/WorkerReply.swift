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

  static let headSize = 32

  init(_ verdict: Verdict, seconds: Double = 0) {
    self.verdict = verdict
    self.seconds = seconds
  }

  /// The length of the text that follows; nil for what no worker says.
  static func textSize(head: [UInt8], isFailure: Bool) -> Int? {
    let size = word(head, 12)
    return (isFailure || word(head, 0) == 0x3150_5341) && size <= 1024 ? Int(size) : nil
  }

  /// nil for a code that no worker sends.
  init?(head: [UInt8], text: [UInt8]) {
    func word(_ at: Int) -> UInt32 { Self.word(head, at) }
    guard let verdict = Verdict(code: word(4), signal: word(8), text: String(decoding: text, as: UTF8.self)) else {
      return nil
    }
    self.verdict = verdict
    seconds = Double(UInt64(word(16)) | UInt64(word(20)) << 32) / 1e6
    wallSeconds = Double(word(24)) / 1e3
    changedArguments = word(28) & 1 != 0
    isWall = word(28) & 2 != 0
  }

  private static func word(_ bytes: [UInt8], _ at: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << (8 * $1) }
  }
}
