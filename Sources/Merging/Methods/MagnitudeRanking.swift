/// Where a rank lies among magnitudes.
struct RankedMagnitude: Sendable, Equatable {
  /// The magnitude of this rank, as bits: float32 magnitudes are ordered as their bits are.
  var bits: UInt32
  /// How many are smaller.
  var below: Int
  /// How many are equal to it.
  var equal: Int
}

/// Finds the magnitudes of given ranks, exactly, in two passes over numbers that are never held: the upper fifteen bits are
/// counted, then the lower sixteen of those in the right bin.
struct MagnitudeRanking {
  private static let upperBins = 1 << 15
  private static let lowerBins = 1 << 16

  /// Gives each block to `use`, as often as asked, from several threads.
  typealias Pass = (_ use: (MergeBlock) -> Void) -> Void

  /// - Parameters:
  ///   - ranks: of each vector, from 0 for the smallest; must be below the vector's length.
  ///   - vector: the numbers of a block that belong to a vector.
  static func magnitudes(
    ofRanks ranks: [[Int]], workers: Int, pass: Pass,
    vector: @escaping (MergeBlock, Int) -> UnsafePointer<Float>
  ) -> [[RankedMagnitude]] {
    let upper = counts(bins: upperBins, vectors: ranks.count, workers: workers, pass: pass) { block, index, counts in
      let values = vector(block, index)
      for i in 0..<block.count { counts[Int(values[i].bitPattern & 0x7FFF_FFFF) >> 16] += 1 }
    }
    // (vector, bin, numbers below the bin) of each rank
    var bins: [(vector: Int, bin: Int, below: Int, rank: Int)] = []
    for (index, ranks) in ranks.enumerated() {
      for rank in ranks {
        let (bin, below) = place(of: rank, in: upper[index])
        bins.append((index, bin, below, rank))
      }
    }
    let lower = counts(bins: lowerBins, vectors: bins.count, workers: workers, pass: pass) { block, index, counts in
      let values = vector(block, bins[index].vector), bin = UInt32(bins[index].bin)
      for i in 0..<block.count {
        let bits = values[i].bitPattern & 0x7FFF_FFFF
        if bits >> 16 == bin { counts[Int(bits & 0xFFFF)] += 1 }
      }
    }
    var result = [[RankedMagnitude]](repeating: [], count: ranks.count)
    for (index, entry) in bins.enumerated() {
      let (low, below) = place(of: entry.rank - entry.below, in: lower[index])
      result[entry.vector].append(
        RankedMagnitude(
          bits: UInt32(entry.bin << 16 | low), below: entry.below + below, equal: lower[index][low]))
    }
    return result
  }

  private static func place(of rank: Int, in counts: [Int]) -> (bin: Int, below: Int) {
    var below = 0
    for (bin, count) in counts.enumerated() {
      if below + count > rank { return (bin, below) }
      below += count
    }
    return (counts.count - 1, below - (counts.last ?? 0))
  }

  /// One histogram for each vector. Workers count for themselves; whole numbers may be added in any order.
  private static func counts(
    bins: Int, vectors: Int, workers: Int, pass: Pass,
    count: @escaping (MergeBlock, Int, UnsafeMutablePointer<Int>) -> Void
  ) -> [[Int]] {
    let size = bins * vectors
    let all = UnsafeMutablePointer<Int>.allocate(capacity: max(1, size * workers))
    all.initialize(repeating: 0, count: size * workers)
    defer { all.deallocate() }
    pass { block in
      for vector in 0..<vectors { count(block, vector, all + block.worker * size + vector * bins) }
    }
    return (0..<vectors).map { vector in
      (0..<bins).map { bin in (0..<workers).reduce(0) { $0 + all[$1 * size + vector * bins + bin] } }
    }
  }
}
