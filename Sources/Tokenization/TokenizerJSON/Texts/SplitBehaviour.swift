/// What becomes of the matches when a text is cut; the names are those of tokenizer.json.
enum SplitBehaviour: String, CaseIterable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// Appends the pieces that stretches of a text become; the text begins at `base`. Empty ones are left out.
  func pieces(of stretches: [TextMatch], at base: Int, into pieces: inout [Range<Int>]) {
    switch self {
    case .isolated:
      for stretch in stretches where stretch.start < stretch.end {
        pieces.append(base + stretch.start..<base + stretch.end)
      }
    case .removed:
      for stretch in stretches where !stretch.isMatch && stretch.start < stretch.end {
        pieces.append(base + stretch.start..<base + stretch.end)
      }
    case .contiguous: Self.append(stretches, base, &pieces) { $0 == $1 }
    case .mergedWithPrevious: Self.append(stretches, base, &pieces) { $0 && !$1 }
    case .mergedWithNext: appendBackwards(stretches, base, &pieces)
    }
  }

  /// - Parameter joins: whether a stretch goes to the piece before it: whether it is a match, whether the last one was.
  private static func append(
    _ stretches: [TextMatch], _ base: Int, _ pieces: inout [Range<Int>], joins: (Bool, Bool) -> Bool
  ) {
    let first = pieces.count
    var wasMatch = false
    for stretch in stretches {
      if joins(stretch.isMatch, wasMatch), pieces.count > first, let last = pieces.popLast() {
        pieces.append(last.lowerBound..<base + stretch.end)
      } else {
        pieces.append(base + stretch.start..<base + stretch.end)
      }
      wasMatch = stretch.isMatch
    }
    Self.dropEmpty(&pieces, from: first)
  }

  private func appendBackwards(_ stretches: [TextMatch], _ base: Int, _ pieces: inout [Range<Int>]) {
    let first = pieces.count
    var wasMatch = false
    for stretch in stretches.reversed() {
      if stretch.isMatch, !wasMatch, pieces.count > first, let last = pieces.popLast() {
        pieces.append(base + stretch.start..<last.upperBound)
      } else {
        pieces.append(base + stretch.start..<base + stretch.end)
      }
      wasMatch = stretch.isMatch
    }
    pieces[first...].reverse()
    Self.dropEmpty(&pieces, from: first)
  }

  private static func dropEmpty(_ pieces: inout [Range<Int>], from first: Int) {
    guard pieces[first...].contains(where: \.isEmpty) else { return }
    let kept = pieces[first...].filter { !$0.isEmpty }
    pieces.replaceSubrange(first..., with: kept)
  }
}
