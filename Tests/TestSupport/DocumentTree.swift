/// A JSON document as a tree whose leaves are kept as they are written, so that damages reach what stands deep in it, and may be what
/// no `JSON` holds: `NaN`, two members of one name, text that is no UTF-8.
indirect enum DocumentTree {
  case leaf([UInt8])
  case list([DocumentTree])
  case map([Member])

  struct Member {
    /// With its quotes.
    var key: [UInt8]
    var value: DocumentTree
  }

  init(_ text: String) { self = .leaf(Array(text.utf8)) }

  /// Reads what is JSON; nil for anything else.
  init?(json bytes: ArraySlice<UInt8>) {
    var reader = Reader(bytes: bytes, place: bytes.startIndex)
    guard let tree = reader.value(depth: 0), reader.skipSpace() == nil else { return nil }
    self = tree
  }

  /// Of all that stands in it, itself included.
  var count: Int {
    switch self {
    case .leaf: 1
    case .list(let elements): elements.reduce(1) { $0 + $1.count }
    case .map(let members): members.reduce(1) { $0 + $1.value.count }
    }
  }

  /// Calls `body` with the node of that number, the root being 0, and takes what it leaves there.
  mutating func change(_ number: Int, _ body: (inout DocumentTree) -> Void) {
    var left = number
    _ = find(&left, body)
  }

  private mutating func find(_ left: inout Int, _ body: (inout DocumentTree) -> Void) -> Bool {
    if left == 0 {
      body(&self)
      return true
    }
    left -= 1
    switch self {
    case .leaf: return false
    case .list(var elements):
      for index in elements.indices where elements[index].find(&left, body) {
        self = .list(elements)
        return true
      }
    case .map(var members):
      for index in members.indices where members[index].value.find(&left, body) {
        self = .map(members)
        return true
      }
    }
    return false
  }

  func write(to bytes: inout [UInt8]) {
    switch self {
    case .leaf(let text): bytes += text
    case .list(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes += [UInt8(ascii: ","), 0x20] }
        element.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .map(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes += [UInt8(ascii: ","), 0x20] }
        bytes += member.key + [UInt8(ascii: ":"), 0x20]
        member.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }
}

/// Takes a sound document apart; of one that is not it need not tell why.
private struct Reader {
  let bytes: ArraySlice<UInt8>
  var place: Int

  /// The next byte that is no white space.
  mutating func skipSpace() -> UInt8? {
    while place < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    return place < bytes.endIndex ? bytes[place] : nil
  }

  mutating func value(depth: Int) -> DocumentTree? {
    guard depth < 100, let first = skipSpace() else { return nil }
    switch first {
    case UInt8(ascii: "["): return list(depth: depth)
    case UInt8(ascii: "{"): return map(depth: depth)
    case UInt8(ascii: "\""): return text().map { .leaf($0) }
    default:
      let start = place
      while place < bytes.endIndex, isWord(bytes[place]) { place += 1 }
      return start < place ? .leaf(Array(bytes[start..<place])) : nil
    }
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private mutating func text() -> [UInt8]? {
    let start = place
    place += 1
    while place < bytes.endIndex, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard place < bytes.endIndex else { return nil }
    place += 1
    return Array(bytes[start..<place])
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard skipSpace() == byte else { return false }
    place += 1
    return true
  }

  private mutating func list(depth: Int) -> DocumentTree? {
    place += 1
    var elements: [DocumentTree] = []
    if take(UInt8(ascii: "]")) { return .list(elements) }
    repeat {
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]")) ? .list(elements) : nil
  }

  private mutating func map(depth: Int) -> DocumentTree? {
    place += 1
    var members: [DocumentTree.Member] = []
    if take(UInt8(ascii: "}")) { return .map(members) }
    repeat {
      guard skipSpace() == UInt8(ascii: "\""), let key = text(), take(UInt8(ascii: ":")),
        let value = value(depth: depth + 1)
      else { return nil }
      members.append(DocumentTree.Member(key: key, value: value))
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "}")) ? .map(members) : nil
  }
}
