import Glibc

/// Goes through a JSON text and builds only what it is asked for. What nobody reads is checked as strictly as if it were read.
public struct JSONCursor {
  private var parser: JSONParser

  /// The name of a member.
  public struct Name {
    fileprivate let bytes: UnsafeRawBufferPointer
    /// nil where the text's bytes are the name's.
    fileprivate let decoded: String?

    /// Whether that is the name.
    public func isText(_ text: StaticString) -> Bool {
      let other = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
      if let decoded { return decoded.utf8.elementsEqual(other) }
      guard bytes.count == other.count, let own = bytes.baseAddress else { return bytes.count == other.count }
      return memcmp(own, text.utf8Start, bytes.count) == 0
    }
  }

  /// Reads an object of which the text begins with a key of it, within its braces.
  /// - Parameter member: is called for each member, and reads its value or leaves it.
  public static func read(
    endOfObject bytes: UnsafeRawBufferPointer, depthLimit: Int = 256,
    _ member: (Name, inout JSONCursor) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    var cursor = JSONCursor(parser: JSONParser(bytes: bytes, depthLimit: depthLimit))
    cursor.parser.depth += 1
    try cursor.followingMembers(member)
    cursor.parser.skipSpace()
    guard cursor.parser.position == bytes.count else {
      throw cursor.parser.failure("there is more text after the value")
    }
  }

  /// Goes through the members of the object that stands here. Nothing is read where none does.
  public mutating func members(
    _ member: (Name, inout JSONCursor) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    guard stands(UInt8(ascii: "{")) else { return }
    try parser.enter()
    if parser.take(UInt8(ascii: "}")) {
      parser.depth -= 1
    } else {
      try followingMembers(member)
    }
  }

  private mutating func followingMembers(
    _ member: (Name, inout JSONCursor) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    defer { parser.depth -= 1 }
    repeat {
      guard stands(UInt8(ascii: "\"")) else { throw parser.failure("a member name in quotes was expected") }
      let name = try self.name()
      guard parser.take(UInt8(ascii: ":")) else { throw parser.failure("':' was expected after the member name") }
      parser.skipSpace()
      let start = parser.position
      try member(name, &self)
      if parser.position == start { try check() }
    } while parser.take(UInt8(ascii: ","))
    guard parser.take(UInt8(ascii: "}")) else { throw parser.failure("',' or '}' was expected") }
  }

  /// Goes through the elements of the array that stands here. Nothing is read where none does.
  public mutating func elements(
    _ element: (inout JSONCursor) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    guard stands(UInt8(ascii: "[")) else { return }
    try parser.enter()
    defer { parser.depth -= 1 }
    if parser.take(UInt8(ascii: "]")) { return }
    repeat {
      parser.skipSpace()
      let start = parser.position
      try element(&self)
      if parser.position == start { try check() }
    } while parser.take(UInt8(ascii: ","))
    guard parser.take(UInt8(ascii: "]")) else { throw parser.failure("',' or ']' was expected") }
  }

  /// The string that stands here, where its bytes are the text's: ASCII without escapes. nil, and nothing read, for any other value.
  public mutating func plainText() -> UnsafeRawBufferPointer? {
    guard stands(UInt8(ascii: "\"")) else { return nil }
    let bytes = parser.bytes, start = parser.position + 1
    var place = start
    while place + 8 <= bytes.count, Self.arePlain(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) {
      place += 8
    }
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        parser.position = place + 1
        return UnsafeRawBufferPointer(rebasing: bytes[start..<place])
      case UInt8(ascii: "\\"), 0..<0x20, 0x80...: return nil
      default: place += 1
      }
    }
    return nil
  }

  /// Whether eight bytes are ASCII without quotation marks, backslashes and control characters; false now and then where they are.
  private static func arePlain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101, highs = ones << 7
    // A byte that is 0, or less than a number below 128, borrows its highest bit.
    func below(_ word: UInt64, _ number: UInt64) -> UInt64 { (word &- ones &* number) & ~word }
    let quotes = below(word ^ ones &* UInt64(UInt8(ascii: "\"")), 1),
      slashes = below(word ^ ones &* UInt64(UInt8(ascii: "\\")), 1)
    return (word | below(word, 0x20) | quotes | slashes) & highs == 0
  }

  /// The value that stands here, as a whole.
  public mutating func value() throws(JSONSyntaxError) -> JSON { try parser.value() }

  private mutating func name() throws(JSONSyntaxError) -> Name {
    if let bytes = plainText() { return Name(bytes: bytes, decoded: nil) }
    return Name(bytes: parser.bytes, decoded: try parser.string())
  }

  /// Goes behind a value, and throws what reading it would.
  private mutating func check() throws(JSONSyntaxError) {
    if stands(UInt8(ascii: "[")) {
      try elements { (_) throws(JSONSyntaxError) in }
    } else if stands(UInt8(ascii: "{")) {
      try members { (_, _) throws(JSONSyntaxError) in }
    } else if plainText() == nil {
      _ = try parser.value()
    }
  }

  /// Whether a value that begins so comes next; `position` then stands on it.
  private mutating func stands(_ byte: UInt8) -> Bool {
    parser.skipSpace()
    return parser.position < parser.bytes.count && parser.bytes[parser.position] == byte
  }
}
