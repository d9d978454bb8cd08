import Glibc

/// Values that are read and not kept.
extension JSONParser {
  /// One of `unkept` that stands here in quotes, `position` then behind it; nil, and nothing read, for another name.
  mutating func unkeptName() -> String? {
    guard let start = bytes.baseAddress.map({ $0 + position + 1 }) else { return nil }
    for name in unkept {
      let count = name.utf8.count
      guard position + count + 1 < bytes.count, bytes[position + count + 1] == UInt8(ascii: "\"") else { continue }
      let isHere = name.utf8.withContiguousStorageIfAvailable { text in
        text.baseAddress.map { memcmp(start, $0, count) == 0 } ?? true
      }
      guard isHere == true else { continue }
      position += count + 2
      return name
    }
    return nil
  }

  /// Goes behind a value, and throws what reading it would.
  mutating func check() throws(JSONSyntaxError) {
    skipSpace()
    guard position < bytes.count else { return _ = try value() }
    switch bytes[position] {
    case UInt8(ascii: "["): try checkArray()
    case UInt8(ascii: "\""): if !skipPlainString() { _ = try string() }
    default: _ = try value()
    }
  }

  private mutating func checkArray() throws(JSONSyntaxError) {
    try enter()
    defer { depth -= 1 }
    if take(UInt8(ascii: "]")) { return }
    repeat { try check() } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure("',' or ']' was expected") }
  }

  /// Goes behind a string of plain ASCII; false, and nothing read, for another one.
  private mutating func skipPlainString() -> Bool {
    var place = position + 1
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        position = place + 1
        return true
      case UInt8(ascii: "\\"), 0..<0x20, 0x80...: return false
      default: place += 1
      }
    }
    return false
  }
}
