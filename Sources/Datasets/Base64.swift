/// Bytes as text (RFC 4648, section 4).
public enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  public static func text(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text in
      var place = 0
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let count = min(3, bytes.count - start)
        var word = UInt32(bytes[start]) << 16
        if count > 1 { word |= UInt32(bytes[start + 1]) << 8 }
        if count > 2 { word |= UInt32(bytes[start + 2]) }
        for digit in 0..<4 {
          text[place] = digit > count ? UInt8(ascii: "=") : digits[Int(word >> (18 - 6 * UInt32(digit)) & 63)]
          place += 1
        }
      }
      return place
    }
  }

  /// nil for what is none.
  public static func bytes(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    var bytes: [UInt8] = [], word: UInt32 = 0, count = 0, padding = 0
    for character in text {
      if character == UInt8(ascii: "=") {
        padding += 1
      } else {
        guard padding == 0, values[Int(character)] < 64 else { return nil }
        word = word << 6 | UInt32(values[Int(character)])
        count += 1
        if count % 4 == 0 { bytes += [UInt8(word >> 16 & 255), UInt8(word >> 8 & 255), UInt8(word & 255)] }
      }
    }
    guard (count + padding) % 4 == 0, padding < 3 else { return nil }
    if padding == 1 { bytes += [UInt8(word >> 10 & 255), UInt8(word >> 2 & 255)] }
    if padding == 2 { bytes += [UInt8(word >> 4 & 255)] }
    return bytes
  }
}
