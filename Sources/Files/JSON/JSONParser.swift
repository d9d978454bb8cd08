import Glibc

/// Why a text is not JSON: where, counted in bytes and lines, and what is wrong.
public struct JSONSyntaxError: Error, Sendable, Equatable {
  public var offset: Int
  /// From 1.
  public var line: Int
  public var reason: String
}

extension JSON {
  /// Reads one value that fills the whole text but for white space. Strict: RFC 8259, valid UTF-8, no lone surrogates,
  /// nesting of at most `depthLimit`. Never traps, whatever the bytes.
  public init(parsing bytes: UnsafeRawBufferPointer, depthLimit: Int = 256) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
    self = try parser.document()
  }

  /// An object of which the text begins with a key of it, within its braces: the end of a line of which the beginning is not wanted.
  public init(parsingEndOfObject bytes: UnsafeRawBufferPointer, depthLimit: Int = 256) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
    self = try parser.lastMembers()
  }

  public init(parsing text: String) throws(JSONSyntaxError) {
    let bytes = Array(text.utf8)
    let result = bytes.withUnsafeBytes { buffer -> Result<JSON, JSONSyntaxError> in
      Result { () throws(JSONSyntaxError) in try JSON(parsing: buffer) }
    }
    self = try result.get()
  }

  /// Reads a file that holds one value, maybe behind UTF-8's byte order mark; a syntax error becomes `path:line: …`.
  public init(file path: String) throws(Diagnostic) {
    let file = try MappedFile(path)
    // Without this the optimizer may unmap the file as soon as its pointer has been read.
    defer { withExtendedLifetime(file) {} }
    let mark = try file.withBytes { (bytes) throws(Diagnostic) in try ByteOrderMark.length(in: bytes, place: path) }
    do {
      self = try file.withBytes { (bytes) throws(JSONSyntaxError) in
        try JSON(parsing: UnsafeRawBufferPointer(rebasing: bytes[mark...]))
      }
    } catch {
      throw Diagnostic("\(path):\(error.line)", error.reason, expected: "the file must hold one JSON value")
    }
  }
}

/// Recursive descent over bytes.
struct JSONParser {
  let bytes: UnsafeRawBufferPointer
  let depthLimit: Int
  var position = 0
  var depth = 0

  init(bytes: UnsafeRawBufferPointer, depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  mutating func document() throws(JSONSyntaxError) -> JSON {
    let value = try self.value()
    skipSpace()
    guard position == bytes.count else { throw failure("there is more text after the value") }
    return value
  }

  /// The members of an object, as its text has them from one of its keys to the end.
  mutating func lastMembers() throws(JSONSyntaxError) -> JSON {
    depth += 1
    let value = try members()
    skipSpace()
    guard position == bytes.count else { throw failure("there is more text after the value") }
    return value
  }

  func failure(_ reason: String, at offset: Int? = nil) -> JSONSyntaxError {
    let offset = min(offset ?? position, bytes.count)
    let line = bytes[..<offset].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    return JSONSyntaxError(offset: offset, line: line, reason: reason)
  }

  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  mutating func value() throws(JSONSyntaxError) -> JSON {
    skipSpace()
    guard position < bytes.count else { throw failure("the text ends where a value should stand") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw failure("a value was expected here")
    }
  }

  // There are bytes, hence a base address.
  // swift-format-ignore: NeverForceUnwrap
  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONSyntaxError) -> JSON {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count,
      memcmp(bytes.baseAddress! + position, text.utf8Start, count) == 0
    else { throw failure("an unknown word stands here") }
    position += count
    return value
  }

  mutating func enter() throws(JSONSyntaxError) {
    depth += 1
    guard depth <= depthLimit else { throw failure("nested more than \(depthLimit) deep") }
    position += 1
    skipSpace()
  }

  mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func object() throws(JSONSyntaxError) -> JSON {
    try enter()
    if take(UInt8(ascii: "}")) {
      depth -= 1
      return .object(JSONObject())
    }
    return try members()
  }

  /// What follows the brace of an object that is not empty.
  private mutating func members() throws(JSONSyntaxError) -> JSON {
    defer { depth -= 1 }
    var members: [(key: String, value: JSON)] = []
    members.reserveCapacity(8)
    repeat {
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw failure("a member name in quotes was expected")
      }
      let key = try string()
      guard take(UInt8(ascii: ":")) else { throw failure("':' was expected after the member name") }
      members.append((key, try value()))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure("',' or '}' was expected") }
    return .object(JSONObject(members))
  }

  private mutating func array() throws(JSONSyntaxError) -> JSON {
    try enter()
    defer { depth -= 1 }
    var elements: [JSON] = []
    if take(UInt8(ascii: "]")) { return .array(elements) }
    elements.reserveCapacity(4)
    repeat { elements.append(try value()) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure("',' or ']' was expected") }
    return .array(elements)
  }
}
