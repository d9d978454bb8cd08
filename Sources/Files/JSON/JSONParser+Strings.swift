import Glibc

extension JSONParser {
  /// A string in quotes; `position` stands on the opening one.
  mutating func string() throws(JSONSyntaxError) -> String {
    let start = position + 1
    // All bits that any of its bytes has.
    var bits: UInt8 = 0, place = start
    while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
      guard bytes[place] >= 0x20 else { throw failure("a control character stands in a string", at: place) }
      bits |= bytes[place]
      place += 1
    }
    position = place
    guard position < bytes.count else { throw failure("a string does not end") }
    if bytes[position] == UInt8(ascii: "\"") {
      let slice = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
      let text = bits < 0x80 ? String(decoding: slice, as: UTF8.self) : try utf8(slice, at: start)
      position += 1
      return text
    }
    return try stringWithEscapes(from: start)
  }

  /// The slow path: copies, because escapes change the bytes.
  private mutating func stringWithEscapes(from start: Int) throws(JSONSyntaxError) -> String {
    var copy = [UInt8](bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        let result = copy.withUnsafeBytes { buffer -> Result<String, JSONSyntaxError> in
          Result { () throws(JSONSyntaxError) in try utf8(buffer, at: start) }
        }
        return try result.get()
      case UInt8(ascii: "\\"):
        try escape(into: &copy)
      case 0..<0x20:
        throw failure("a control character stands in a string")
      default:
        copy.append(byte)
        position += 1
      }
    }
    throw failure("a string does not end")
  }

  private mutating func escape(into copy: inout [UInt8]) throws(JSONSyntaxError) {
    guard position + 1 < bytes.count else { throw failure("a string does not end") }
    let letter = bytes[position + 1]
    position += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): copy.append(letter)
    case UInt8(ascii: "b"): copy.append(0x08)
    case UInt8(ascii: "f"): copy.append(0x0C)
    case UInt8(ascii: "n"): copy.append(0x0A)
    case UInt8(ascii: "r"): copy.append(0x0D)
    case UInt8(ascii: "t"): copy.append(0x09)
    case UInt8(ascii: "u"): copy.append(contentsOf: try escapedScalar().utf8)
    default: throw failure("an unknown escape stands in a string", at: position - 1)
    }
  }

  /// What follows `\u`: four digits, or two groups of them for a surrogate pair.
  private mutating func escapedScalar() throws(JSONSyntaxError) -> Character {
    let start = position
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw failure("half of a surrogate pair stands alone", at: start) }
    position += 2
    let second = try fourDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw failure("half of a surrogate pair stands alone", at: start) }
    return Character(scalar)
  }

  private mutating func fourDigits() throws(JSONSyntaxError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw failure("four digits were expected after \\u") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue,
        bytes[position] < 0x80
      else { throw failure("four digits were expected after \\u") }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private func utf8(_ slice: UnsafeRawBufferPointer, at offset: Int) throws(JSONSyntaxError) -> String {
    // Decoding mends what is not UTF-8, and takes less than `String(validating:as:)`: what it did not change was valid.
    var text = String(decoding: slice, as: UTF8.self)
    let isValid = text.withUTF8 { text in
      guard let own = text.baseAddress, let given = slice.baseAddress else { return text.count == slice.count }
      return text.count == slice.count && memcmp(own, given, slice.count) == 0
    }
    guard isValid else { throw failure("a string is not valid UTF-8", at: offset) }
    return text
  }
}
