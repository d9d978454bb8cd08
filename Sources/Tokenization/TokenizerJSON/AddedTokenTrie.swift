/// Finds added tokens in texts as `tokenizers` does: the leftmost first, of those that begin at one place the longest, and on behind it.
///
/// What a token strips to its right is looked through for tokens, too, and then belongs to both: that is how `tokenizers` has it.
struct AddedTokenTrie: Sendable {
  struct Part: Equatable {
    var start: Int
    var end: Int
    /// nil for text.
    var token: Int32?
  }

  private struct Node {
    var byte: UInt8
    /// -1 where there is none.
    var child: Int32 = -1
    var sibling: Int32 = -1
    /// Place in `tokens`.
    var token: Int32 = -1
  }

  private var nodes = [Node(byte: 0)]
  /// Whether any token begins with a byte.
  private var begins = [Bool](repeating: false, count: 256)
  private let tokens: [AddedToken]

  /// Of two tokens of one content the first counts.
  /// - Parameter tokens: with the content that is to be found, which is not empty.
  init(_ tokens: [AddedToken]) {
    self.tokens = tokens
    for (index, token) in tokens.enumerated() { insert(Array(token.content.utf8), Int32(index)) }
  }

  var isEmpty: Bool { tokens.isEmpty }

  private mutating func insert(_ content: [UInt8], _ token: Int32) {
    guard let first = content.first else { return }
    begins[Int(first)] = true
    var node: Int32 = 0
    for byte in content {
      if let child = child(of: node, byte) {
        node = child
        continue
      }
      nodes.append(Node(byte: byte, sibling: nodes[Int(node)].child))
      nodes[Int(node)].child = Int32(nodes.count - 1)
      node = Int32(nodes.count - 1)
    }
    if nodes[Int(node)].token < 0 { nodes[Int(node)].token = token }
  }

  private func child(of node: Int32, _ byte: UInt8) -> Int32? {
    var child = nodes[Int(node)].child
    while child >= 0 {
      if nodes[Int(child)].byte == byte { return child }
      child = nodes[Int(child)].sibling
    }
    return nil
  }

  /// The longest token at a place, and where it ends.
  private func token(at start: Int, in text: UnsafeRawBufferPointer) -> (token: Int32, end: Int)? {
    var node: Int32 = 0, position = start
    var found: (Int32, Int)?
    while position < text.count, let next = child(of: node, text[position]) {
      node = next
      position += 1
      if nodes[Int(node)].token >= 0 { found = (nodes[Int(node)].token, position) }
    }
    return found
  }

  /// Tokens and the text between them, in order.
  func parts(of text: UnsafeRawBufferPointer) -> [Part] {
    guard !text.isEmpty else { return [] }
    var parts: [Part] = [], last = 0, position = 0
    while position < text.count {
      guard begins[Int(text[position])], let found = token(at: position, in: text) else {
        position += 1
        continue
      }
      let token = tokens[Int(found.token)]
      var start = position, end = found.end
      position = found.end
      if token.isSingleWord, Self.isBesideWord(start, end, text) { continue }
      if token.stripsLeft { start = max(last, Self.spacesBefore(start, text)) }
      if token.stripsRight { end = Self.spacesBehind(end, text) }
      if last < start { parts.append(Part(start: last, end: start)) }
      parts.append(Part(start: start, end: end, token: token.id))
      last = end
    }
    if last != text.count { parts.append(Part(start: last, end: text.count)) }
    return parts
  }

  private static func isBesideWord(_ start: Int, _ end: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    var before = start, behind = end
    if before > 0 {
      repeat { before -= 1 } while before > 0 && text[before] & 0xC0 == 0x80
      if AddedTokenSplitter.isWord(text.scalar(at: &before)) { return true }
    }
    return behind < text.count && AddedTokenSplitter.isWord(text.scalar(at: &behind))
  }

  /// Where the white space begins that ends at a place.
  private static func spacesBefore(_ place: Int, _ text: UnsafeRawBufferPointer) -> Int {
    var place = place
    while place > 0 {
      var start = place - 1
      while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
      var position = start
      guard text.scalar(at: &position).properties.isWhitespace else { break }
      place = start
    }
    return place
  }

  private static func spacesBehind(_ place: Int, _ text: UnsafeRawBufferPointer) -> Int {
    var place = place
    while place < text.count {
      var next = place
      guard text.scalar(at: &next).properties.isWhitespace else { break }
      place = next
    }
    return place
  }
}
