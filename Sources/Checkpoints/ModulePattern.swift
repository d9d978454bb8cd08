public import Files

/// A Python regular expression over module names, in the part of the language that adapter files use:
/// letters, digits, `_`, `.`, `.*`, `.+`, `\.`, `\d`, `\d+`, `[...]`, `(...|...)`, `?`, `^` at the beginning
/// and `$` at the end.
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
        expected: "names, '.', '.*', '\\d+', '[...]', '(...|...)' and '?' may stand in it")
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
          current = node.ends(in: text, from: current)
          rounds += 1
          guard rounds >= least else { continue }
          current.subtract(ends)
          ends.formUnion(current)
        }
        return ends
      case .start: return starts.intersection([0])
      case .end: return starts.intersection([text.count])
      }
    }
  }

  private struct Parser {
    let text: [UInt8]
    var position = 0
    var depth = 0

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
        guard let node = atom() else { return nil }
        nodes.append(quantified(node))
      }
      return .sequence(nodes)
    }

    private mutating func quantified(_ node: Node) -> Node {
      switch next {
      case UInt8(ascii: "*"):
        position += 1
        return .repeated(node, atLeast: 0, atMost: nil)
      case UInt8(ascii: "+"):
        position += 1
        return .repeated(node, atLeast: 1, atMost: nil)
      case UInt8(ascii: "?"):
        position += 1
        return .repeated(node, atLeast: 0, atMost: 1)
      default: return node
      }
    }

    private mutating func atom() -> Node? {
      guard let byte = next else { return nil }
      position += 1
      switch byte {
      case UInt8(ascii: "."): return .byte(Set(0...255).subtracting([0x0A]))
      case UInt8(ascii: "^"): return .start
      case UInt8(ascii: "$"): return .end
      case UInt8(ascii: "["): return characterClass()
      case UInt8(ascii: "("):
        if next == UInt8(ascii: "?") {
          guard position + 1 < text.count, text[position + 1] == UInt8(ascii: ":") else { return nil }
          position += 2
        }
        guard let inner = alternatives(), next == UInt8(ascii: ")") else { return nil }
        position += 1
        return inner
      case UInt8(ascii: "\\"):
        guard let escaped = next else { return nil }
        position += 1
        if escaped == UInt8(ascii: "d") { return .byte(Self.digits) }
        if escaped == UInt8(ascii: "w") { return .byte(Self.word) }
        return Self.word.contains(escaped) ? nil : .byte([escaped])
      default: return Self.word.contains(byte) || byte == UInt8(ascii: "-") ? .byte([byte]) : nil
      }
    }

    private mutating func characterClass() -> Node? {
      var set: Set<UInt8> = []
      var isFirst = true
      while let byte = next, byte != UInt8(ascii: "]") || isFirst {
        if isFirst && byte == UInt8(ascii: "^") || byte == UInt8(ascii: "\\") { return nil }
        isFirst = false
        position += 1
        if next == UInt8(ascii: "-"), position + 1 < text.count, text[position + 1] != UInt8(ascii: "]") {
          let last = text[position + 1]
          guard byte <= last else { return nil }
          set.formUnion(byte...last)
          position += 2
        } else {
          set.insert(byte)
        }
      }
      guard next == UInt8(ascii: "]"), !set.isEmpty else { return nil }
      position += 1
      return .byte(set)
    }

    private static let digits = Set(UInt8(ascii: "0")...UInt8(ascii: "9"))
    private static let word = digits.union(UInt8(ascii: "a")...UInt8(ascii: "z"))
      .union(UInt8(ascii: "A")...UInt8(ascii: "Z")).union([UInt8(ascii: "_")])
  }
}
