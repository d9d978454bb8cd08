extension DocumentTree {
  /// What stands in the place of numbers and texts: at the ends of what types hold, beyond them, of another kind, and no JSON at all.
  static let extremes: [[UInt8]] =
    [
      "0", "-0", "-0.0", "1", "-1", "2", "0.5", "1e308", "-1e308", "1e400", "-1e400", "1e-320", "1e-400", "NaN",
      "Infinity", "-Infinity", ".nan", ".inf", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
      "-9223372036854775809", "18446744073709551616", "9007199254740993", "4294967296", "4294967295", "2147483648",
      "2147483647", "16777217", "65536", "1e18", "1.0", "3.0000000000000001", "null", "true", "false", "[]", "{}",
      "[[]]",
      "[{}]", "\"\"", "\" \"", "\"0\"", "\"NaN\"", "\"1e400\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"",
      "\"\\ufeff\"", "\"../..\"", "\"/\"", "\"e\\u0301\"", "0x10", "010", "1_000", "1:30", "+1", ".5", "5.", "~", "yes",
      "'x'", "x", "",
    ].map { Array($0.utf8) } + [
      [0x22, 0xFF, 0xFE, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0x00, 0x22],
      [0x22, 0x0A, 0x22], [0x22] + [UInt8](repeating: 0x61, count: 1 << 16) + [0x22],
      [UInt8](repeating: 0x39, count: 400), Array("0.".utf8) + [UInt8](repeating: 0x33, count: 2000),
    ]

  /// Changes one node.
  mutating func damage(using random: inout SeededGenerator) {
    let total = count
    var other = DocumentTree("null")
    change(Int.random(in: 0..<total, using: &random)) { other = $0 }
    change(Int.random(in: 0..<total, using: &random)) { node in
      switch Int.random(in: 0..<16, using: &random) {
      case 0: node = .list([node])
      case 1: node = .map([Member(key: Self.key("a"), value: node)])
      case 2: node = other
      case 3 where Int.random(in: 0..<8, using: &random) == 0: node.repeatItself(using: &random)
      case 4 where Int.random(in: 0..<8, using: &random) == 0: node.nestItself(using: &random)
      case 5: node.unquote()
      case 6...11:
        if case .leaf = node { fallthrough }
        node.rearrange(with: other, using: &random)
      default: node = .leaf(Self.extremes.randomElement(using: &random) ?? [])
      }
    }
  }

  private static func key(_ name: String) -> [UInt8] { Array("\"\(name)\"".utf8) }

  /// A list of very many.
  private mutating func repeatItself(using random: inout SeededGenerator) {
    let one = bytes.count < 100 ? self : DocumentTree("0")
    self = .list([DocumentTree](repeating: one, count: [100, 3000].randomElement(using: &random) ?? 100))
  }

  private mutating func nestItself(using random: inout SeededGenerator) {
    let depth = [20, 99, 300, 20_000].randomElement(using: &random) ?? 20
    let isList = Bool.random(using: &random)
    let open = Array((isList ? "[" : "{\"a\":").utf8), shut = Array((isList ? "]" : "}").utf8)
    self = .leaf(
      Array([[UInt8]](repeating: open, count: depth).joined()) + bytes
        + Array([[UInt8]](repeating: shut, count: depth).joined()))
  }

  /// A text as what stands in it, and anything else as a text.
  private mutating func unquote() {
    let text = bytes
    if text.count >= 2, text.first == UInt8(ascii: "\"") {
      self = .leaf(Array(text.dropFirst().dropLast()))
    } else if case .leaf = self {
      self = .leaf([UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")])
    }
  }

  /// Takes members away, doubles them, puts them in each other's place, or gives them other names.
  private mutating func rearrange(with other: DocumentTree, using random: inout SeededGenerator) {
    switch self {
    case .leaf: return
    case .list(var elements):
      guard let place = elements.indices.randomElement(using: &random) else {
        self = .list([other])
        return
      }
      switch Int.random(in: 0..<5, using: &random) {
      case 0: elements.remove(at: place)
      case 1: elements.insert(elements[place], at: place)
      case 2: elements.swapAt(place, elements.indices.randomElement(using: &random) ?? place)
      case 3: elements.insert(other, at: place)
      default: elements = []
      }
      self = .list(elements)
    case .map(var members):
      guard let place = members.indices.randomElement(using: &random) else {
        self = .map([Member(key: Self.key("a"), value: other)])
        return
      }
      let extreme = DocumentTree.leaf(Self.extremes.randomElement(using: &random) ?? [])
      let another = members.randomElement(using: &random)?.key ?? Self.key("a")
      switch Int.random(in: 0..<7, using: &random) {
      case 0: members.remove(at: place)
      case 1: members.append(members[place])
      case 2: members.append(Member(key: members[place].key, value: extreme))
      case 3: members[place].key = another
      case 4: members[place].key = Self.keys.randomElement(using: &random) ?? another
      case 5: members.insert(Member(key: another, value: other), at: place)
      default: members = []
      }
      self = .map(members)
    }
  }

  private static let keys = [
    "", "0", "-1", "99999999999999999999", "NaN", "__metadata__", "\\u0000", "\\ud800", "a.b", "<<",
  ]
  .map(key)
}
