/// What a serialized model says about itself that libsentencepiece does not tell: read from the protocol
/// buffers, where anything unexpected simply means "not known".
struct SentencePieceTraits: Equatable {
  /// Whether a text may be encoded word by word: see `WordEncoder` for what is needed and why it is enough.
  private(set) var wordsAreIndependent = false
  /// Whether leading, trailing and repeated spaces are dropped before encoding.
  private(set) var removesExtraSpaces = true
  /// Whether a text gets a space in front before encoding.
  private(set) var addsPrefix = true

  init(_ model: [UInt8]) {
    var isBPE = false
    var fallsBackToBytes = false
    var isSuffixed = false
    var escapes = true
    var hasMap = false
    var piecesAreSimple = true
    let isIntact = model.withUnsafeBytes { bytes -> Bool in
      var fields = ProtocolBufferReader(bytes)
      while let field = fields.next() {
        switch (field.number, field.value) {
        case (1, .bytes(let piece)): piecesAreSimple = piecesAreSimple && Self.isSimple(piece)
        case (2, .bytes(let trainer)):
          var fields = ProtocolBufferReader(trainer)
          while let field = fields.next() {
            switch (field.number, field.value) {
            case (3, .integer(let type)): isBPE = type == 2
            case (24, .integer(let flag)): isSuffixed = flag != 0
            case (35, .integer(let flag)): fallsBackToBytes = flag != 0
            default: break
            }
          }
          guard fields.isIntact else { return false }
        case (3, .bytes(let normalizer)):
          var fields = ProtocolBufferReader(normalizer)
          while let field = fields.next() {
            switch (field.number, field.value) {
            case (2, .bytes(let map)): hasMap = !map.isEmpty
            case (3, .integer(let flag)): addsPrefix = flag != 0
            case (4, .integer(let flag)): removesExtraSpaces = flag != 0
            case (5, .integer(let flag)): escapes = flag != 0
            default: break
            }
          }
          guard fields.isIntact else { return false }
        default: break
        }
      }
      return fields.isIntact
    }
    wordsAreIndependent =
      isIntact && isBPE && fallsBackToBytes && !isSuffixed && addsPrefix && escapes && !hasMap
      && piecesAreSimple
  }

  /// Neither user-defined, nor with a space or a `▁` behind another character.
  private static func isSimple(_ message: UnsafeRawBufferPointer) -> Bool {
    var fields = ProtocolBufferReader(message)
    while let field = fields.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let text)):
        var rest = text[...]
        while rest.starts(with: WordEncoder.spaceSign) { rest = rest.dropFirst(3) }
        if rest.contains(0x20) || WordEncoder.holdsSpaceSign(UnsafeRawBufferPointer(rebasing: rest)) {
          return false
        }
      case (3, .integer(let kind)):
        if kind == 4 { return false }
      default: break
      }
    }
    return fields.isIntact
  }
}

/// Reads the fields of one protocol-buffers message, one after the other.
struct ProtocolBufferReader {
  enum Value {
    case integer(UInt64)
    case bytes(UnsafeRawBufferPointer)
    /// A number of four or eight bytes.
    case fixed
  }

  private let message: UnsafeRawBufferPointer
  private var position = 0
  /// False once something was met that is no protocol buffer.
  private(set) var isIntact = true

  init(_ message: UnsafeRawBufferPointer) { self.message = message }

  mutating func next() -> (number: UInt64, value: Value)? {
    guard position < message.count else { return nil }
    guard let tag = varint() else { return fail() }
    switch tag & 7 {
    case 0:
      guard let value = varint() else { return fail() }
      return (tag >> 3, .integer(value))
    case 1 where message.count - position >= 8: position += 8
    case 5 where message.count - position >= 4: position += 4
    case 2:
      guard let count = varint(), count <= UInt64(message.count - position) else { return fail() }
      let start = position
      position += Int(count)
      return (tag >> 3, .bytes(UnsafeRawBufferPointer(rebasing: message[start..<position])))
    default: return fail()
    }
    return (tag >> 3, .fixed)
  }

  private mutating func fail() -> (number: UInt64, value: Value)? {
    isIntact = false
    position = message.count
    return nil
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) where position < message.count {
      let byte = message[position]
      position += 1
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    return nil
  }
}
