import Files

/// Drops a character at the beginning and at the end of each token, so many times at most.
struct StripDecoder: TokenDecoder, LeadingSpaceDecoder {
  private let content: [UInt8]
  private let start: Int
  private let stop: Int

  init(_ step: StepObject) throws(Diagnostic) {
    content = Array(String(try step.scalar("content")).utf8)
    start = try step.count("start")
    stop = try step.count("stop")
  }

  var dropsLeadingSpace: Bool { content == [0x20] && start > 0 }

  func decode(_ tokens: [[UInt8]]) throws(Diagnostic) -> [[UInt8]] {
    tokens.map { token in
      var token = token[...]
      for _ in 0..<min(start, token.count) {
        guard token.starts(with: content) else { break }
        token.removeFirst(content.count)
      }
      for _ in 0..<min(stop, token.count) {
        guard token.count >= content.count, token.suffix(content.count).elementsEqual(content) else { break }
        token.removeLast(content.count)
      }
      return Array(token)
    }
  }
}
