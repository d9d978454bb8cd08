/// A message of protocol buffers (the wire format), field by field; what may be a message itself is taken for one.
struct ProtocolMessage {
  struct Field {
    var number: UInt64
    var value: Value
  }

  indirect enum Value {
    case integer(UInt64)
    /// Four or eight bytes.
    case fixed([UInt8])
    case bytes([UInt8])
    case message(ProtocolMessage)
  }

  var fields: [Field] = []

  /// nil where the bytes are no message.
  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      guard let tag = Self.integer(from: &rest), tag >> 3 > 0 else { return nil }
      switch tag & 7 {
      case 0:
        guard let value = Self.integer(from: &rest) else { return nil }
        fields.append(Field(number: tag >> 3, value: .integer(value)))
      case 1, 5:
        let count = tag & 7 == 1 ? 8 : 4
        guard rest.count >= count else { return nil }
        fields.append(Field(number: tag >> 3, value: .fixed(Array(rest.prefix(count)))))
        rest = rest.dropFirst(count)
      case 2:
        guard let count = Self.integer(from: &rest), count <= UInt64(rest.count) else { return nil }
        let content = rest.prefix(Int(count))
        rest = rest.dropFirst(Int(count))
        let inner = content.count > 2 ? ProtocolMessage(content) : nil
        fields.append(Field(number: tag >> 3, value: inner.map { .message($0) } ?? .bytes(Array(content))))
      default: return nil
      }
    }
  }

  private static func integer(from rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  /// Changes one field, here or in a message within.
  mutating func damage(using random: inout SeededGenerator) {
    // The last fields are few and say what all others mean; they come up as often as those many.
    let tail = fields.count > 8 && Bool.random(using: &random) ? fields.suffix(3).indices : fields.indices
    guard let place = tail.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: fields.remove(at: place)
    case 1: fields.insert(fields[place], at: fields.indices.randomElement(using: &random) ?? place)
    case 2: fields[place].number = [1, 2, 3, 4, 5, 200, 1 << 28].randomElement(using: &random) ?? 1
    default: fields[place].value.damage(using: &random)
    }
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for field in fields { field.write(to: &bytes) }
    return bytes
  }
}

extension ProtocolMessage.Value {
  fileprivate mutating func damage(using random: inout SeededGenerator) {
    switch self {
    case .integer:
      let values: [UInt64] = [0, 1, 2, 3, 4, 5, 6, 7, 255, 1 << 31, (1 << 31) - 1, .max, 1 << 63, 1 << 32]
      self = .integer(values.randomElement(using: &random) ?? 0)
    case .fixed(let old):
      let words: [UInt32] = [0, 0x7FC0_0000, 0x7F80_0000, 0xFF80_0000, 0x7F7F_FFFF, 0xFF7F_FFFF, 0x8000_0000, 1]
      let word = words.randomElement(using: &random) ?? 0
      self = .fixed((0..<old.count).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * ($0 % 4))) })
    case .bytes(var old):
      switch Int.random(in: 0..<6, using: &random) {
      case 0: old = []
      case 1: old = [0xFF, 0xC0]
      case 2: old = [UInt8](repeating: 0x61, count: 1 << Int.random(in: 0...16, using: &random))
      case 3: old.append(0)
      case 4: old += Array("\u{2581} \u{1F600}".utf8)
      default: old = random.mutation(of: old, splicing: old)
      }
      self = .bytes(old)
    case .message(var inner):
      inner.damage(using: &random)
      self = .message(inner)
    }
  }
}

extension ProtocolMessage.Field {
  fileprivate func write(to bytes: inout [UInt8]) {
    switch value {
    case .integer(let value):
      Self.write(number << 3, to: &bytes)
      Self.write(value, to: &bytes)
    case .fixed(let content):
      Self.write(number << 3 | (content.count == 8 ? 1 : 5), to: &bytes)
      bytes += content
    case .bytes(let content): write(content, to: &bytes)
    case .message(let inner): write(inner.bytes, to: &bytes)
    }
  }

  private func write(_ content: [UInt8], to bytes: inout [UInt8]) {
    Self.write(number << 3 | 2, to: &bytes)
    Self.write(UInt64(content.count), to: &bytes)
    bytes += content
  }

  private static func write(_ value: UInt64, to bytes: inout [UInt8]) {
    var value = value
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(value))
  }
}
