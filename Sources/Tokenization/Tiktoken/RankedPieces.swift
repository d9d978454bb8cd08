import Files

/// Pieces of bytes by rank, as tiktoken merges them: of two neighbours those come first that make the piece of the lowest rank, and a
/// word that is a piece is taken whole.
struct RankedPieces {
  private(set) var pieces: [(bytes: [UInt8], id: Int)] = []

  /// Ids are ranks, moved by so many.
  private let offset: Int
  private let place: String
  private var ranks: [[UInt8]: Int] = [:]

  init(offset: Int = 0, place: String) {
    self.offset = offset
    self.place = place
  }

  mutating func add(_ bytes: [UInt8], rank: Int) throws(Diagnostic) {
    guard (0..<PieceTable.idLimit).contains(rank), !bytes.isEmpty, ranks.updateValue(rank, forKey: bytes) == nil else {
      throw Diagnostic(
        place, "has a piece of rank \(rank) that cannot be one",
        expected: "pieces that are all different and not empty, ranks from 0 on")
    }
    pieces.append((bytes: bytes, id: rank + offset))
  }

  /// The tokenizer, with every way in which two pieces make a third as a merge, in the order of the third's rank.
  func layout(
    _ expression: String, specials: [(content: String, id: Int)], front: Int?
  ) throws(Diagnostic) -> ByteLevelLayout {
    guard (0...255).allSatisfy({ ranks[[UInt8($0)]] != nil }) else {
      throw Diagnostic(place, "lacks a byte", expected: "all 256 bytes as pieces")
    }
    let sorted = pieces.sorted { $0.id < $1.id }
    for (piece, next) in zip(sorted, sorted.dropFirst()) where piece.id == next.id {
      throw Diagnostic(place, "has two pieces of rank \(piece.id - offset)", expected: "a rank for each piece")
    }
    var places: [[UInt8]: Int] = [:]
    for (index, piece) in sorted.enumerated() { places[piece.bytes] = index }
    // Both parts of a cut have a length that pieces have: a damaged piece of many kilobytes is not cut everywhere.
    let lengths = Set(sorted.map(\.bytes.count))
    var merges: [(left: Int, right: Int)] = []
    for piece in sorted where piece.bytes.count > 1 {
      var ways: [(left: Int, right: Int)] = []
      for cut in 1..<piece.bytes.count
      where lengths.contains(cut) && lengths.contains(piece.bytes.count - cut) {
        guard let left = places[Array(piece.bytes[..<cut])], let right = places[Array(piece.bytes[cut...])] else {
          continue
        }
        ways.append((left: left, right: right))
      }
      merges += ways.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    }
    return ByteLevelLayout(
      expression: expression, pieces: sorted, merges: merges, takesWholeWords: true, specials: specials, front: front)
  }
}
