import Files

/// Characters become the bytes that they stand for; a token with another character stays as it is. Broken UTF-8 becomes U+FFFD.
struct ByteLevelDecoder: TokenDecoder {
  init(_ step: StepObject) throws(Diagnostic) {}

  func decode(_ tokens: [[UInt8]]) throws(Diagnostic) -> [[UInt8]] {
    [Array(String(decoding: tokens.flatMap(Self.bytes), as: UTF8.self).utf8)]
  }

  /// The bytes of a token, which may be a part of a character.
  static func bytes(of token: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(token.count)
    let isWhole = token.withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count {
        guard let byte = ByteCharacters.byte(of: bytes.scalar(at: &position)) else { return false }
        result.append(byte)
      }
      return true
    }
    return isWhole ? result : token
  }
}
