/// A sound document as what it consists of, so that what is damaged in one part is still read as far as that part.
enum DocumentForm {
  case json(DocumentTree)
  /// A value a line.
  case lines([DocumentTree])
  /// safetensors: a header of JSON, whose length stands before it, and numbers.
  case tensors(DocumentTree, data: [UInt8])
  /// Protocol buffers.
  case message(ProtocolMessage)
  /// Lines of `key: value`, as YAML has them.
  case settings([[UInt8]])

  /// nil for what is none of these.
  init?(_ bytes: [UInt8]) {
    if let tree = DocumentTree(json: bytes[...]) {
      self = .json(tree)
    } else if let form = Self.tensors(bytes) {
      self = form
    } else if bytes.first == 0x0A, let message = ProtocolMessage(bytes[...]), message.fields.count > 1 {
      self = .message(message)
    } else {
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
      let trees = lines.filter { !$0.isEmpty }.compactMap { DocumentTree(json: $0[...]) }
      if !trees.isEmpty, trees.count == lines.count(where: { !$0.isEmpty }) {
        self = .lines(trees)
      } else if lines.count(where: { $0.contains(UInt8(ascii: ":")) }) > 1 {
        self = .settings(lines)
      } else {
        return nil
      }
    }
  }

  private static func tensors(_ bytes: [UInt8]) -> DocumentForm? {
    guard bytes.count > 8 else { return nil }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
    guard length <= bytes.count - 8 else { return nil }
    let end = 8 + Int(length)
    return DocumentTree(json: bytes[8..<end]).map { .tensors($0, data: Array(bytes[end...])) }
  }

  /// Changes one thing.
  mutating func damage(using random: inout SeededGenerator) {
    switch self {
    case .json(var tree):
      tree.damage(using: &random)
      self = .json(tree)
    case .lines(var trees):
      guard let place = trees.indices.randomElement(using: &random) else { return }
      switch Int.random(in: 0..<8, using: &random) {
      case 0: trees.remove(at: place)
      case 1: trees.insert(trees[place], at: trees.indices.randomElement(using: &random) ?? place)
      default: trees[place].damage(using: &random)
      }
      self = .lines(trees)
    case .tensors(var header, var data):
      if data.isEmpty || Int.random(in: 0..<3, using: &random) > 0 {
        header.damage(using: &random)
      } else {
        Self.number(in: &data, using: &random)
      }
      self = .tensors(header, data: data)
    case .message(var message):
      message.damage(using: &random)
      self = .message(message)
    case .settings(var lines):
      Self.line(of: &lines, using: &random)
      self = .settings(lines)
    }
  }

  /// Puts a float32 in the place of another that is none, or very large.
  private static func number(in data: inout [UInt8], using random: inout SeededGenerator) {
    guard data.count >= 4 else { return }
    let bits: [UInt32] = [
      0x7FC0_0000, 0x7F80_0000, 0xFF80_0000, 0x7F7F_FFFF, 0xFF7F_FFFF, 0x8000_0000, 1, 0x5F80_0000, 0xBF80_0000,
      0x7149_F2CA,
    ]
    let value = bits.randomElement(using: &random) ?? 0, place = 4 * Int.random(in: 0..<data.count / 4, using: &random)
    for i in 0..<4 { data[place + i] = UInt8(truncatingIfNeeded: value >> UInt32(8 * i)) }
  }

  /// Another value behind a key, or a line in another place or at another depth.
  private static func line(of lines: inout [[UInt8]], using random: inout SeededGenerator) {
    guard let place = lines.indices.randomElement(using: &random) else { return }
    let colon = lines[place].firstIndex(of: UInt8(ascii: ":"))
    switch Int.random(in: 0..<12, using: &random) {
    case 0: lines.insert(lines[place], at: place)
    case 1: lines.remove(at: place)
    case 2: lines.swapAt(place, lines.indices.randomElement(using: &random) ?? place)
    case 3: lines[place] = [0x20, 0x20] + lines[place]
    case 4: lines[place] = Array(lines[place].dropFirst(lines[place].starts(with: [0x20, 0x20]) ? 2 : 0))
    case 5:
      lines[place] = Array(lines[place].prefix { $0 == 0x20 }) + Array("- ".utf8) + lines[place].drop { $0 == 0x20 }
    default:
      let start = lines[place][..<(colon.map { $0 + 1 } ?? 0)]
      lines[place] = Array(start) + [0x20] + (values.randomElement(using: &random) ?? [])
    }
  }

  private static let values =
    DocumentTree.extremes
    + [
      "[0, 1]", "[a, b]", "{a: 1}", "[1, x, null]", "&a [*a]", "*a", "!!float 1", "!!binary x", "|\n  text", ">\n  1",
      "[.nan]", "{weight: 1, weight: 2}", "0.1", "7", "\"7\"", "1e-3", "-.inf", "2026-01-02", "? x", "%", "@", "`",
      "# 1",
    ].map { Array($0.utf8) }

  var bytes: [UInt8] {
    switch self {
    case .json(let tree): tree.bytes
    case .lines(let trees): Array(trees.map { $0.bytes + [0x0A] }.joined())
    case .tensors(let header, let data):
      (0..<8).map { UInt8(truncatingIfNeeded: header.bytes.count >> (8 * $0)) } + header.bytes + data
    case .message(let message): message.bytes
    case .settings(let lines): Array(lines.joined(separator: [0x0A]))
    }
  }
}
