/// How often each pair of neighbours occurs in words, kept while pairs are merged.
struct PairCounts {
  struct Pair: Hashable {
    var left: Int32
    var right: Int32
  }

  private struct Candidate {
    var count: Int
    var pair: Pair

    /// More often first, then the lower ids.
    func comes(before other: Candidate) -> Bool {
      if count != other.count { return count > other.count }
      return (pair.left, pair.right) < (other.pair.left, other.pair.right)
    }
  }

  private var words: [[Int32]]
  private let numbers: [Int]
  private var counts: [Pair: Int] = [:]
  /// Words that a pair was seen in; it may be gone from some.
  private var places: [Pair: Set<Int32>] = [:]
  /// A heap; entries whose count is not the pair's any more are passed over.
  private var heap: [Candidate] = []

  /// - Parameter places: of each byte its place among the pieces.
  init(_ words: [(bytes: [UInt8], count: Int)], places bytes: [Int32]) {
    self.words = words.map { $0.bytes.map { bytes[Int($0)] } }
    numbers = words.map(\.count)
    for (index, word) in self.words.enumerated() {
      for (left, right) in zip(word, word.dropFirst()) {
        let pair = Pair(left: left, right: right)
        counts[pair, default: 0] += numbers[index]
        places[pair, default: []].insert(Int32(index))
      }
    }
    for (pair, count) in counts { push(Candidate(count: count, pair: pair)) }
  }

  mutating func mostFrequent(fewest: Int) -> Pair? {
    while let best = heap.first {
      if counts[best.pair] == best.count { return best.count >= fewest ? best.pair : nil }
      pop()
    }
    return nil
  }

  /// A pair that is not to be merged.
  mutating func forget(_ pair: Pair) { counts[pair] = nil }

  /// Puts a new piece in the place of a pair, everywhere.
  mutating func merge(_ pair: Pair, into piece: Int32) {
    var changed: Set<Pair> = []
    for index in (places.removeValue(forKey: pair) ?? []).sorted() {
      let word = words[Int(index)], number = numbers[Int(index)]
      var new: [Int32] = [], position = 0
      while position < word.count {
        if position + 1 < word.count, word[position] == pair.left, word[position + 1] == pair.right {
          new.append(piece)
          position += 2
        } else {
          new.append(word[position])
          position += 1
        }
      }
      for (left, right) in zip(word, word.dropFirst()) {
        let old = Pair(left: left, right: right)
        if counts[old] != nil { counts[old, default: 0] -= number }
        changed.insert(old)
      }
      for (left, right) in zip(new, new.dropFirst()) {
        let found = Pair(left: left, right: right)
        // One that was forgotten stays so; a pair with the new piece was never seen.
        if counts[found] != nil || left == piece || right == piece {
          counts[found, default: 0] += number
          places[found, default: []].insert(index)
          changed.insert(found)
        }
      }
      words[Int(index)] = new
    }
    counts[pair] = nil
    for pair in changed { if let count = counts[pair], count > 0 { push(Candidate(count: count, pair: pair)) } }
  }

  private mutating func push(_ candidate: Candidate) {
    var index = heap.count
    heap.append(candidate)
    while index > 0, candidate.comes(before: heap[(index - 1) / 2]) {
      heap[index] = heap[(index - 1) / 2]
      index = (index - 1) / 2
    }
    heap[index] = candidate
  }

  private mutating func pop() {
    guard let last = heap.popLast(), !heap.isEmpty else { return }
    var index = 0
    while 2 * index + 1 < heap.count {
      var child = 2 * index + 1
      if child + 1 < heap.count, heap[child + 1].comes(before: heap[child]) { child += 1 }
      if !heap[child].comes(before: last) { break }
      heap[index] = heap[child]
      index = child
    }
    heap[index] = last
  }
}
