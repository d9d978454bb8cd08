public import Files

/// Trains a byte-level BPE tokenizer: 256 bytes, then again and again the pair of neighbours that occurs most often becomes a piece, of
/// equal ones that of the lower ids. Counted within words, as GPT-2's expression or another cuts them.
///
/// Source: arXiv:1508.07909; over bytes as in GPT-2.
public struct BPETraining: Sendable {
  public var pieces: Int
  public var specials: [String]
  public var expression: String?
  /// Pairs that occur less often do not become pieces.
  public var fewest: Int

  /// The bytes, which are all pieces.
  public static let fewestPieces = 256
  /// The splitting of GPT-2.
  public static let words = ByteLevelSplit.words

  public init(pieces: Int, specials: [String] = ["<|endoftext|>"], expression: String? = nil, fewest: Int = 2) {
    self.pieces = pieces
    self.specials = specials
    self.expression = expression
    self.fewest = fewest
  }

  /// The same texts give the same tokenizer. Fewer pieces than were asked for where the texts have no more pairs.
  /// - Parameter place: what messages call the texts.
  public func layout(of texts: [String], place: String) throws(Diagnostic) -> ByteLevelLayout {
    guard pieces >= Self.fewestPieces + specials.count else {
      throw Diagnostic(
        place, "\(pieces) pieces are too few", expected: "at least \(Self.fewestPieces + specials.count)")
    }
    let first = specials.count
    // Bytes in the order of the characters that stand for them, as in GPT-2.
    let order = (0...255).map { UInt8($0) }.sorted {
      ByteCharacters.characters[Int($0)].lexicographicallyPrecedes(ByteCharacters.characters[Int($1)])
    }
    var layout = ByteLevelLayout(
      expression: expression, pieces: order.enumerated().map { (bytes: [$1], id: first + $0) }, merges: [],
      specials: specials.enumerated().map { (content: $1, id: $0) })
    var places = [Int32](repeating: 0, count: 256)
    for (place, byte) in order.enumerated() { places[Int(byte)] = Int32(place) }
    var counts = PairCounts(try words(of: texts, place: place), places: places)
    // Two ways to the same bytes are one piece.
    var known: Set<[UInt8]> = Set(layout.pieces.map(\.bytes))
    while layout.pieces.count + first < pieces, let pair = counts.mostFrequent(fewest: fewest) {
      let bytes = layout.pieces[Int(pair.left)].bytes + layout.pieces[Int(pair.right)].bytes
      guard known.insert(bytes).inserted else {
        counts.forget(pair)
        continue
      }
      layout.merges.append((left: Int(pair.left), right: Int(pair.right)))
      counts.merge(pair, into: Int32(layout.pieces.count))
      layout.pieces.append((bytes: bytes, id: first + layout.pieces.count))
    }
    return layout
  }

  /// Each word with its number, in the order of their bytes.
  private func words(of texts: [String], place: String) throws(Diagnostic) -> [(bytes: [UInt8], count: Int)] {
    let pattern = try RegularExpression(expression ?? Self.words, place: place)
    let trie = AddedTokenTrie(specials.filter { !$0.isEmpty }.map { AddedToken(content: $0, id: 0) })
    var counts: [[UInt8]: Int] = [:]
    for text in texts {
      let bytes = Array(text.utf8)
      // Special tokens are none of the text.
      for part in bytes.withUnsafeBytes({ trie.parts(of: $0) }) where part.token == nil {
        var text = PieceText(Array(bytes[part.start..<part.end]), beginsText: false)
        try text.split(by: pattern, .isolated)
        for piece in text.pieces { counts[Array(text.bytes[piece]), default: 0] += 1 }
      }
    }
    return counts.map { (bytes: $0.key, count: $0.value) }.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
