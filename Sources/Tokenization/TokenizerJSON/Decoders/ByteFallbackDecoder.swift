import Files

/// Runs of `<0xXX>` become the text of those bytes; where they are none, each byte becomes U+FFFD.
struct ByteFallbackDecoder: TokenDecoder {
  init(_ step: StepObject) throws(Diagnostic) {}

  func decode(_ tokens: [[UInt8]]) throws(Diagnostic) -> [[UInt8]] {
    var result: [[UInt8]] = [], run: [UInt8] = []
    func end() {
      if run.isEmpty { return }
      if String(validating: run, as: UTF8.self) != nil {
        result.append(run)
      } else {
        result += [[UInt8]](repeating: [0xEF, 0xBF, 0xBD], count: run.count)
      }
      run = []
    }
    for token in tokens {
      if let byte = Self.byte(of: token) {
        run.append(byte)
      } else {
        end()
        result.append(token)
      }
    }
    end()
    return result
  }

  /// `<0x0A>` → 10.
  static func byte(of token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else { return nil }
    return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
  }
}
