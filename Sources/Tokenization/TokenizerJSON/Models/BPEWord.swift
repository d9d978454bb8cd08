/// The merging of one word: the pair of the lowest rank first, of equal ones the leftmost, until none is left.
///
/// Source: arXiv:1508.07909; the order is that of `tokenizers`.
struct BPEWord {
  /// Shorter words are looked through for their best pair; longer ones keep a heap.
  private static let shortWord = 48

  static func merge(_ ids: inout [Int32], by merges: MergeTable) {
    guard ids.count > 1 else { return }
    if ids.count <= shortWord { mergeShort(&ids, merges) } else { mergeLong(&ids, merges) }
  }

  private static func mergeShort(_ ids: inout [Int32], _ merges: MergeTable) {
    withUnsafeTemporaryAllocation(of: MergeTable.Merge.self, capacity: shortWord) { pairs in
      var count = ids.count
      for index in 0..<count - 1 { pairs[index] = merges[ids[index], ids[index + 1]] }
      while count > 1 {
        var best = 0
        for index in 1..<count - 1 where pairs[index].rank < pairs[best].rank { best = index }
        guard pairs[best].rank != .max else { break }
        ids[best] = pairs[best].id
        for index in best + 1..<count - 1 {
          ids[index] = ids[index + 1]
          pairs[index] = index + 1 < count - 1 ? pairs[index + 1] : .none
        }
        count -= 1
        if best > 0 { pairs[best - 1] = merges[ids[best - 1], ids[best]] }
        if best + 1 < count { pairs[best] = merges[ids[best], ids[best + 1]] }
      }
      ids.removeLast(ids.count - count)
    }
  }

  private static func mergeLong(_ ids: inout [Int32], _ merges: MergeTable) {
    var heap = PairHeap(capacity: ids.count)
    var next = (1...ids.count).map(Int32.init)
    var previous = (0..<ids.count).map { Int32($0) - 1 }
    let end = Int32(ids.count)
    func push(_ left: Int32, _ right: Int32) {
      let merge = merges[ids[Int(left)], ids[Int(right)]]
      if merge.rank != .max { heap.push(rank: merge.rank, place: left) }
    }
    for index in 0..<end - 1 { push(index, index + 1) }
    while let (rank, place) = heap.pop() {
      let left = Int(place)
      // What was merged meanwhile is no pair any more, or another one: each rank belongs to one pair.
      guard ids[left] >= 0, next[left] < end else { continue }
      let right = Int(next[left]), merge = merges[ids[left], ids[right]]
      guard merge.rank == rank else { continue }
      ids[left] = merge.id
      ids[right] = -1
      next[left] = next[right]
      if next[left] < end {
        previous[Int(next[left])] = place
        push(place, next[left])
      }
      if previous[left] >= 0 { push(previous[left], place) }
    }
    ids.removeAll { $0 < 0 }
  }
}

/// Pairs of a word, the lowest rank first, of equal ones the leftmost.
private struct PairHeap {
  private var keys: [UInt64] = []

  init(capacity: Int) { keys.reserveCapacity(capacity) }

  mutating func push(rank: Int32, place: Int32) {
    let key = UInt64(UInt32(bitPattern: rank)) << 32 | UInt64(UInt32(bitPattern: place))
    var index = keys.count
    keys.append(key)
    while index > 0, keys[(index - 1) / 2] > key {
      keys[index] = keys[(index - 1) / 2]
      index = (index - 1) / 2
    }
    keys[index] = key
  }

  mutating func pop() -> (rank: Int32, place: Int32)? {
    guard let first = keys.first, let last = keys.popLast() else { return nil }
    if !keys.isEmpty {
      var index = 0
      while 2 * index + 1 < keys.count {
        var child = 2 * index + 1
        if child + 1 < keys.count, keys[child + 1] < keys[child] { child += 1 }
        if keys[child] >= last { break }
        keys[index] = keys[child]
        index = child
      }
      keys[index] = last
    }
    return (Int32(truncatingIfNeeded: first >> 32), Int32(truncatingIfNeeded: first))
  }
}
