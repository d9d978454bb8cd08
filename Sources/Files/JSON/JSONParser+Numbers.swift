extension JSONParser {
  /// An integer of few digits, as nearly all are; what is none stays unread.
  private mutating func shortInteger() -> Int? {
    var place = position, value = 0
    let isNegative = bytes[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    let first = place
    while place < bytes.count, place - first < 18, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
      value = value * 10 + Int(bytes[place] - UInt8(ascii: "0"))
      place += 1
    }
    guard place > first, place == first + 1 || bytes[first] != UInt8(ascii: "0") else { return nil }
    if place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "0")...UInt8(ascii: "9"): return nil
      default: break
      }
    }
    position = place
    return isNegative ? -value : value
  }

  mutating func number() throws(JSONSyntaxError) -> JSON {
    let start = position
    if let value = shortInteger() { return .integer(value) }
    var isInteger = true
    func digit(_ offset: Int) -> Bool {
      offset < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset])
    }
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    guard digit(position) else { throw failure("a digit was expected") }
    if bytes[position] == UInt8(ascii: "0") && digit(position + 1) {
      throw failure("a number must not begin with 0")
    }
    while digit(position) { position += 1 }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      guard digit(position) else { throw failure("a digit was expected after the point") }
      while digit(position) { position += 1 }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      position += 1
      if position < bytes.count,
        bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      guard digit(position) else { throw failure("a digit was expected in the exponent") }
      while digit(position) { position += 1 }
    }
    let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    if isInteger, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw failure("this number is too large", at: start)
    }
    return .number(value)
  }
}
