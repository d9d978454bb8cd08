extension UnsafeRawBufferPointer {
  /// The character at a place in whole UTF-8, and on to the next.
  func scalar(at position: inout Int) -> Unicode.Scalar {
    let first = UInt32(self[position])
    position += 1
    guard first >= 0x80 else { return Unicode.Scalar(UInt8(first)) }
    var value = first < 0xE0 ? first & 0x1F : first < 0xF0 ? first & 0x0F : first & 0x07
    for _ in 0..<(first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3) where position < count {
      value = value << 6 | UInt32(self[position] & 0x3F)
      position += 1
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}

extension [UInt8] {
  var isASCII: Bool { allSatisfy { $0 < 0x80 } }

  mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      append(contentsOf: Array(UTF8.encode(scalar) ?? .init()))
    }
  }

  /// A text (whole UTF-8) made of another, character by character.
  func rewritten(_ body: (Unicode.Scalar, inout [UInt8]) -> Void) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count { body(bytes.scalar(at: &position), &result) }
    }
    return result
  }

  func filtered(_ isKept: (Unicode.Scalar) -> Bool) -> [UInt8] {
    rewritten { scalar, result in if isKept(scalar) { result.append(scalar) } }
  }
}
