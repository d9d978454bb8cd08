public import Files

/// A Python regular expression over module names, in the part of the language that adapter files use:
/// letters, digits, `_`, `.`, `\.`, `\d`, `\w`, `\s`, `\b`, `[...]`, `[^...]`, `(...|...)`, `(?:...)`, `(?=...)`, `(?!...)`, all
/// quantifiers, greedy and lazy (which match the same names), `^` and `$`.
///
/// As in Python a `.` stands for any character.
public struct ModulePattern: Sendable, Equatable {
  public let text: String
  private let alternatives: Node

  /// Throws a `Diagnostic` that names the pattern when it holds something else.
  public init(_ text: String, place: String) throws(Diagnostic) {
    var parser = Parser(text: Array(text.utf8))
    guard let node = parser.parse() else {
      throw Diagnostic(
        place, "the pattern '\(text)' for modules is not understood",
        expected: "names, '.', '\\d', '\\b', '[...]', '(...|...)', '(?!...)' and quantifiers may stand in it")
    }
    self.text = text
    alternatives = node
  }

  /// Python's `re.fullmatch(pattern, name)`.
  public func matches(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    return alternatives.ends(in: bytes, from: [0]).contains(bytes.count)
  }

  /// Python's `re.match(r"(.*\.)?(pattern)$", name)`, PEFT's rule for rank_pattern and alpha_pattern.
  public func matchesSuffix(of name: String) -> Bool {
    let bytes = Array(name.utf8)
    let starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: ".") }.map { $0 + 1 }
    return alternatives.ends(in: bytes, from: Set(starts)).contains(bytes.count)
  }

  /// A node answers at which places a match can end, for all places where it can begin: linear in the name's
  /// length, so a hostile pattern costs no time.
  private indirect enum Node: Sendable, Equatable {
    case byte(Set<UInt8>)
    case sequence([Node])
    case either([Node])
    case repeated(Node, atLeast: Int, atMost: Int?)
    case start
    case end
    /// `\b`, or `\B` where it is false.
    case boundary(Bool)
    /// Matches nothing, where something follows or does not.
    case ahead(Node, isThere: Bool)

    func ends(in text: [UInt8], from starts: Set<Int>) -> Set<Int> {
      switch self {
      case .byte(let set):
        return Set(starts.filter { $0 < text.count && set.contains(text[$0]) }.map { $0 + 1 })
      case .sequence(let nodes): return nodes.reduce(starts) { $1.ends(in: text, from: $0) }
      case .either(let nodes):
        return nodes.reduce(into: []) { $0.formUnion($1.ends(in: text, from: starts)) }
      case .repeated(let node, let least, let most):
        var ends = least == 0 ? starts : []
        var current = starts
        var rounds = 0
        while !current.isEmpty, most.map({ rounds < $0 }) ?? true {
          let next = node.ends(in: text, from: current)
          // What changes nothing any more has been repeated often enough.
          rounds = next == current ? max(rounds + 1, least) : rounds + 1
          current = next
          guard rounds >= least else { continue }
          current.subtract(ends)
          ends.formUnion(current)
        }
        return ends
      case .start: return starts.intersection([0])
      case .end: return starts.intersection([text.count])
      case .boundary(let wanted):
        func isWord(_ place: Int) -> Bool { text.indices.contains(place) && Parser.word.contains(text[place]) }
        return starts.filter { (isWord($0 - 1) != isWord($0)) == wanted }
      case .ahead(let node, let isThere):
        return starts.filter { node.ends(in: text, from: [$0]).isEmpty != isThere }
      }
    }
  }

  private struct Parser {
    let text: [UInt8]
    var position = 0
    var depth = 0
    /// How many counts there were; whether what follows is looked at only.
    var counted = 0
    var isLooking = false

    init(text: [UInt8]) { self.text = text }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    mutating func parse() -> Node? {
      guard !text.isEmpty, let node = alternatives(), position == text.count else { return nil }
      return node
    }

    private mutating func alternatives() -> Node? {
      depth += 1
      defer { depth -= 1 }
      guard depth < 32 else { return nil }
      var branches: [Node] = []
      repeat {
        if !branches.isEmpty { position += 1 }
        guard let branch = sequence() else { return nil }
        branches.append(branch)
      } while next == UInt8(ascii: "|")
      return branches.count == 1 ? branches[0] : .either(branches)
    }

    private mutating func sequence() -> Node? {
      var nodes: [Node] = []
      while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
        guard let atom = atom(), let node = quantified(atom) else { return nil }
        nodes.append(node)
      }
      return .sequence(nodes)
    }

    /// The atom with what stands behind it; nil for a count that is none.
    private mutating func quantified(_ node: Node) -> Node? {
      let bounds: (Int, Int?)
      switch next {
      case UInt8(ascii: "*"): bounds = (0, nil)
      case UInt8(ascii: "+"): bounds = (1, nil)
      case UInt8(ascii: "?"): bounds = (0, 1)
      case UInt8(ascii: "{"):
        guard let counts = counts() else { return nil }
        bounds = counts
      default: return node
      }
      position += 1
      // Lazy: the same names match.
      if next == UInt8(ascii: "?") { position += 1 }
      return .repeated(node, atLeast: bounds.0, atMost: bounds.1)
    }

    /// `{2}`, `{1,}`, `{,3}` or `{1,3}`; leaves the position at the brace that closes it. There may be four: those that stand
    /// in one another cost time.
    private mutating func counts() -> (Int, Int?)? {
      guard let end = text[position...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
      let inner = String(decoding: text[(position + 1)..<end], as: UTF8.self)
      let parts = inner.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = parts.map { Int($0) }
      guard parts.count <= 2, inner != ",", !inner.isEmpty,
        zip(parts, numbers).allSatisfy({ $0.isEmpty || ($1.map { (0...99).contains($0) } ?? false) })
      else { return nil }
      let least = numbers[0] ?? 0, most = parts.count == 1 ? numbers[0] : numbers[1]
      counted += 1
      guard most.map({ $0 >= least }) ?? true, counted <= 4 else { return nil }
      position = end
      return (least, most)
    }

    private mutating func atom() -> Node? {
      guard let byte = next else { return nil }
      position += 1
      switch byte {
      case UInt8(ascii: "."): return .byte(Self.all.subtracting([0x0A]))
      case UInt8(ascii: "^"): return .start
      case UInt8(ascii: "$"): return .end
      case UInt8(ascii: "["): return characterClass()
      case UInt8(ascii: "("): return group()
      case UInt8(ascii: "\\"):
        guard let escaped = next else { return nil }
        position += 1
        if escaped == UInt8(ascii: "b") || escaped == UInt8(ascii: "B") {
          return .boundary(escaped == UInt8(ascii: "b"))
        }
        return Self.escape(escaped).map { .byte($0) }
      default: return Self.word.contains(byte) || byte == UInt8(ascii: "-") ? .byte([byte]) : nil
      }
    }

    private mutating func group() -> Node? {
      var ahead: Bool?
      if next == UInt8(ascii: "?") {
        guard position + 1 < text.count else { return nil }
        switch text[position + 1] {
        case UInt8(ascii: ":"): break
        case UInt8(ascii: "="): ahead = true
        case UInt8(ascii: "!"): ahead = false
        default: return nil
        }
        position += 2
      }
      // A look within a look would cost time that grows with each.
      if ahead != nil {
        guard !isLooking else { return nil }
        isLooking = true
      }
      guard let inner = alternatives(), next == UInt8(ascii: ")") else { return nil }
      position += 1
      guard let ahead else { return inner }
      isLooking = false
      return .ahead(inner, isThere: ahead)
    }

    /// The bytes that an escape stands for; nil where it is none of these.
    private static func escape(_ byte: UInt8) -> Set<UInt8>? {
      switch byte {
      case UInt8(ascii: "d"): return digits
      case UInt8(ascii: "D"): return all.subtracting(digits)
      case UInt8(ascii: "w"): return word
      case UInt8(ascii: "W"): return all.subtracting(word)
      case UInt8(ascii: "s"): return spaces
      case UInt8(ascii: "S"): return all.subtracting(spaces)
      default: return word.contains(byte) || byte >= 0x80 ? nil : [byte]
      }
    }

    private mutating func characterClass() -> Node? {
      var set: Set<UInt8> = []
      var isFirst = true
      let isNegative = next == UInt8(ascii: "^")
      if isNegative { position += 1 }
      while let byte = next, byte != UInt8(ascii: "]") || isFirst {
        isFirst = false
        position += 1
        guard byte < 0x80 else { return nil }
        if byte == UInt8(ascii: "\\") {
          guard let escaped = next, let bytes = Self.escape(escaped) else { return nil }
          position += 1
          set.formUnion(bytes)
          continue
        }
        if next == UInt8(ascii: "-"), position + 1 < text.count, text[position + 1] != UInt8(ascii: "]") {
          let last = text[position + 1]
          guard byte <= last, last < 0x80, last != UInt8(ascii: "\\") else { return nil }
          set.formUnion(byte...last)
          position += 2
        } else {
          set.insert(byte)
        }
      }
      guard next == UInt8(ascii: "]"), !set.isEmpty else { return nil }
      position += 1
      return .byte(isNegative ? Self.all.subtracting(set) : set)
    }

    private static let all = Set(UInt8.min...UInt8.max)
    private static let spaces: Set<UInt8> = [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20]
    private static let digits = Set(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let word = digits.union(UInt8(ascii: "a")...UInt8(ascii: "z"))
      .union(UInt8(ascii: "A")...UInt8(ascii: "Z")).union([UInt8(ascii: "_")])
  }
}
