import Files

/// GPT-2's way to write bytes as characters that can be seen: a byte that is a sign of Latin-1 is that sign, and the other 68 are U+0100
/// and on, in their order.
struct ByteCharacters: TextNormalizer {
  /// UTF-8 of each byte's character.
  static let characters: [[UInt8]] = {
    var next: UInt32 = 0x100
    return (0...255).map { (byte: UInt32) in
      var value = byte
      if !(0x21...0x7E).contains(byte), !(0xA1...0xAC).contains(byte), !(0xAE...0xFF).contains(byte) {
        value = next
        next += 1
      }
      var utf8: [UInt8] = []
      utf8.append(Unicode.Scalar(value) ?? "?")
      return utf8
    }
  }()

  /// The byte of a character; nil for what stands for none.
  static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    scalar.value < bytes.count && bytes[Int(scalar.value)] >= 0 ? UInt8(bytes[Int(scalar.value)]) : nil
  }

  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    for (byte, utf8) in characters.enumerated() {
      var position = 0
      let scalar = utf8.withUnsafeBytes { $0.scalar(at: &position) }
      bytes[Int(scalar.value)] = Int16(byte)
    }
    return bytes
  }()

  /// Appends the characters of bytes. The pairs are kept apart from `characters`: a table of small arrays is slow.
  static func append(_ bytes: UnsafeRawBufferPointer, to result: inout [UInt8]) {
    let pairs = Self.pairs
    for byte in bytes {
      let pair = pairs[Int(byte)]
      result.append(UInt8(truncatingIfNeeded: pair))
      if pair > 0xFF { result.append(UInt8(truncatingIfNeeded: pair >> 8)) }
    }
  }

  private static let pairs: [UInt16] = characters.map { utf8 in
    utf8.count == 1 ? UInt16(utf8[0]) : UInt16(utf8[0]) | UInt16(utf8[1]) << 8
  }

  init(_ step: StepObject) throws(Diagnostic) {}

  func normalize(_ text: inout [UInt8]) throws(Diagnostic) {
    var result: [UInt8] = []
    result.reserveCapacity(text.count + text.count / 4)
    text.withUnsafeBytes { Self.append($0, to: &result) }
    text = result
  }
}
