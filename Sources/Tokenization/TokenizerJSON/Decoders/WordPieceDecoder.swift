import Files

/// Pieces inside of a word lose their prefix, others get a space in front; spaces before signs are dropped where the file says so.
struct WordPieceDecoder: TokenDecoder {
  private let prefix: [UInt8]
  private let cleans: Bool

  /// What `tokenizers` replaces, in this order.
  private static let replacements: [(String, String)] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
    (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ]

  init(_ step: StepObject) throws(Diagnostic) {
    prefix = Array(try step.text("prefix", default: "##").utf8)
    cleans = try step.flag("cleanup", default: true)
  }

  func decode(_ tokens: [[UInt8]]) throws(Diagnostic) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for (index, token) in tokens.enumerated() {
      var token = token
      if index > 0 { token = token.starts(with: prefix) ? Array(token.dropFirst(prefix.count)) : [0x20] + token }
      if cleans {
        for (text, new) in Self.replacements {
          token = try LiteralPattern(content: Array(text.utf8)).replaced(in: token, by: Array(new.utf8))
        }
      }
      result.append(token)
    }
    return result
  }
}
