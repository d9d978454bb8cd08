import Statistics

/// A random subset of a corpus with as many records as a selection, of the same lengths: what the selection must be held against, since fewer
/// or longer records alone change what is learned.
enum MatchedControl {
  /// Of so many words: 0, then halves of octaves [2^k, 1.5 * 2^k), [1.5 * 2^k, 2^(k + 1)).
  static func bin(_ words: Int) -> Int {
    guard words > 0 else { return 0 }
    let octave = words.bitWidth - 1 - words.leadingZeroBitCount
    return 1 + 2 * octave + (octave > 0 && words >= 3 << (octave - 1) ? 1 : 0)
  }

  /// How many of these lengths each bin has, by bin.
  static func histogram(_ lengths: [Int]) -> [Int: Int] {
    lengths.reduce(into: [:]) { $0[bin($1), default: 0] += 1 }
  }

  /// Places of the control, ascending, drawn from all records, those of the selection too.
  /// - Parameters:
  ///   - selected: places of the selection.
  ///   - lengths: of all records, in words.
  static func draw(_ selected: [Int], lengths: [Int], seed: UInt64) -> [Int] {
    let all = Dictionary(grouping: lengths.indices) { bin(lengths[$0]) }
    return histogram(selected.map { lengths[$0] }).flatMap { bin, count -> [Int] in
      let places = all[bin] ?? []
      let key = KeyedRandom.key(seed, KeyedRandom.number(of: "control"), UInt64(bin))
      return KeyedRandom.permutation(key, count: places.count).prefix(count).map { places[$0] }
    }.sorted()
  }
}
