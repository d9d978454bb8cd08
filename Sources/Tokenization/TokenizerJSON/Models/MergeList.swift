import Files

/// "merges" of a BPE model: pairs of pieces, the first of which come first; each is a text `a b` or a list of two.
struct MergeList {
  private(set) var merges: MergeTable
  /// Whether no merge joins what ends in another sign with what begins with `▁`.
  private(set) var staysBehindSpaceSigns = true

  init(_ step: StepObject, _ vocabulary: PieceTable, prefix: [UInt8]) throws(Diagnostic) {
    guard let list = step.object["merges"]?.array else {
      throw step.wrong("merges", "a list of pairs: \"a b\" or [\"a\", \"b\"]")
    }
    merges = MergeTable(capacity: list.count)
    var rank: Int32 = 0
    for value in list {
      if let text = value.string, text.utf8.starts(with: "#version".utf8) { continue }
      guard let pair = Self.pair(value) else {
        throw Diagnostic(
          step.place, "\"merges\" holds \(value.text())", expected: "pairs of pieces: \"a b\" or [\"a\", \"b\"]")
      }
      guard pair.right.starts(with: prefix) else {
        throw Diagnostic(
          step.place, "\"merges\" holds \(value.text()), and its second piece has no prefix",
          expected: "\"continuing_subword_prefix\" in front of it")
      }
      let whole = pair.left + pair.right.dropFirst(prefix.count)
      let ids = [pair.left, pair.right, whole].map { vocabulary.id(of: $0) }
      guard let left = ids[0], let right = ids[1], let new = ids[2] else {
        throw Diagnostic(
          step.place, "\"merges\" holds \(value.text()), and not all of its pieces are in \"vocab\"",
          expected: "both parts and the whole as pieces")
      }
      merges.insert(left, right, MergeTable.Merge(rank: rank, id: new))
      if pair.right.starts(with: WordEncoder.spaceSign),
        !Array(pair.left.suffix(3)).elementsEqual(WordEncoder.spaceSign)
      {
        staysBehindSpaceSigns = false
      }
      rank += 1
    }
  }

  private static func pair(_ value: JSON) -> (left: [UInt8], right: [UInt8])? {
    if let text = value.string {
      let parts = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
      return parts.count == 2 ? (Array(parts[0]), Array(parts[1])) : nil
    }
    guard let list = value.array, list.count == 2, let left = list[0].string, let right = list[1].string else {
      return nil
    }
    return (Array(left.utf8), Array(right.utf8))
  }
}
