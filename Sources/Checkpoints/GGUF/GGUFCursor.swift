import Files

/// Reads a GGUF file's header from front to back. Nothing is taken that is not there, and no list is made room for that the rest of the
/// file could not hold.
struct GGUFCursor {
  let bytes: UnsafeRawBufferPointer
  let path: String
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer, path: String) {
    self.bytes = bytes
    self.path = path
  }

  private var left: Int { bytes.count - position }

  mutating func number<Value: FixedWidthInteger>(_ what: String) throws(Diagnostic) -> Value {
    let size = MemoryLayout<Value>.size
    guard left >= size else { throw cut(what) }
    defer { position += size }
    return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Value.self))
  }

  /// A count of things that take at least `size` bytes each.
  mutating func count(_ what: String, of size: Int) throws(Diagnostic) -> Int {
    let count: UInt64 = try number(what)
    guard count <= UInt64(left / size) else {
      throw Diagnostic(
        path, "says that it has \(count) \(what), and \(left) bytes are left", expected: Self.intact)
    }
    return Int(count)
  }

  mutating func text(_ what: String) throws(Diagnostic) -> String {
    let count = try count("bytes of \(what)", of: 1)
    let slice = UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    position += count
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw Diagnostic(path, "holds \(what) that is no UTF-8", expected: Self.intact)
    }
    return text
  }

  mutating func value(_ key: String) throws(Diagnostic) -> GGUFValue {
    let kind: UInt32 = try number("a type")
    switch kind {
    case 4: return .integer(Int(try number(key) as UInt32))
    case 6: return .number(Self.shortest(Float(bitPattern: try number(key))))
    case 7: return .flag(try number(key) as UInt8 != 0)
    case 8: return .text(try text(key))
    case 9: return try list(key)
    case 12: return .number(Double(bitPattern: try number(key)))
    default: return .integer(try integer(kind, key))
    }
  }

  /// The double with the decimals of a float: 1e-05 and not 9.999999747378752e-06, which is what people wrote and tools print.
  static func shortest(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }

  private mutating func integer(_ kind: UInt32, _ key: String) throws(Diagnostic) -> Int {
    switch kind {
    case 0: return Int(try number(key) as UInt8)
    case 1: return Int(try number(key) as Int8)
    case 2: return Int(try number(key) as UInt16)
    case 3: return Int(try number(key) as Int16)
    case 4: return Int(try number(key) as UInt32)
    case 5: return Int(try number(key) as Int32)
    case 11: return Int(try number(key) as Int64)
    case 10:
      let value: UInt64 = try number(key)
      guard let value = Int(exactly: value) else {
        throw Diagnostic(path, "key \"\(key)\" is \(value)", expected: "a number below 2^63")
      }
      return value
    default:
      throw Diagnostic(path, "key \"\(key)\" has the unknown type \(kind)", expected: "a GGUF file of version 2 or 3")
    }
  }

  private mutating func list(_ key: String) throws(Diagnostic) -> GGUFValue {
    let kind: UInt32 = try number("a type")
    // Bytes that an element takes at least.
    let sizes = [1, 1, 2, 2, 4, 4, 4, 1, 8, 0, 8, 8, 8]
    guard kind < sizes.count, sizes[Int(kind)] > 0 else {
      throw Diagnostic(
        path, "key \"\(key)\" is a list of \(kind == 9 ? "lists" : "the unknown type \(kind)")",
        expected: "a list of numbers, flags or texts")
    }
    let count = try count("elements in \(key)", of: sizes[Int(kind)])
    switch kind {
    case 6:
      var values: [Float] = []
      values.reserveCapacity(count)
      for _ in 0..<count { values.append(Float(bitPattern: try number(key))) }
      return .numbers(values)
    case 12:
      var values: [Float] = []
      for _ in 0..<count { values.append(Float(Double(bitPattern: try number(key)))) }
      return .numbers(values)
    case 7:
      var values: [Bool] = []
      for _ in 0..<count { values.append(try number(key) as UInt8 != 0) }
      return .flags(values)
    case 8:
      var values: [String] = []
      values.reserveCapacity(count)
      for _ in 0..<count { values.append(try text(key)) }
      return .texts(values)
    default:
      var values: [Int] = []
      values.reserveCapacity(count)
      for _ in 0..<count { values.append(try integer(kind, key)) }
      return .integers(values)
    }
  }

  private func cut(_ what: String) -> Diagnostic {
    Diagnostic(path, "ends within its header, where \(what) should stand", expected: Self.intact)
  }

  static let intact = "an intact GGUF file was expected; copy or convert it again"
}
