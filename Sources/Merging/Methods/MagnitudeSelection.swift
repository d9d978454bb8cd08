import Tensors

/// Which numbers of a vector stay, by the ranks of their magnitudes.
struct MagnitudeSelection {
  /// A magnitude at which it is decided, and what becomes of those that are equal to it.
  struct Boundary {
    var bits: UInt32
    /// Of the equal ones, counted through the tensor, these stay.
    var kept: Range<Int>
    var equal: Int
    /// How many equal ones come before each block; empty where all of them stay, or none.
    var before: [Int] = []

    var keepsAll: Bool { kept.count >= equal }
    var isSplit: Bool { !kept.isEmpty && !keepsAll }
  }

  /// Smaller ones go.
  var low: Boundary?
  /// Larger ones go.
  var high: Boundary?

  /// Keeps `bits` and above, and all equal ones.
  init(atLeast bits: UInt32) { low = Boundary(bits: bits, kept: 0..<1, equal: 1) }

  init(low: Boundary?, high: Boundary?) {
    self.low = low
    self.high = high
  }

  /// The selections that keep given ranks of the vectors of one tensor: `lower..<upper`, counted from the smallest magnitude.
  /// Among equals, the first stay where the lower boundary cuts (`torch.argsort(descending)` that is stable) unless
  /// `dropsFirst` (the ascending sort that mergekit's breadcrumbs uses); at the upper boundary always the first.
  static func of(
    _ ranks: [Range<Int>], in tensor: TensorMerge, dropsFirst: Bool = false,
    vector: @escaping (MergeBlock, Int) -> UnsafePointer<Float>
  ) -> [MagnitudeSelection] {
    let wanted = ranks.map { range -> [Int] in
      if range.isEmpty { return [] }
      return (range.lowerBound > 0 ? [range.lowerBound] : [])
        + (range.upperBound < tensor.count ? [range.upperBound] : [])
    }
    let found = MagnitudeRanking.magnitudes(
      ofRanks: wanted, workers: tensor.crew.pool.threads, pass: tensor.forEachBlock, vector: vector)
    var selections: [MagnitudeSelection] = []
    for (range, found) in zip(ranks, found) {
      guard !range.isEmpty else {
        // Above infinity there is nothing.
        selections.append(MagnitudeSelection(atLeast: 0x7FFF_FFFF))
        continue
      }
      var low: Boundary?, high: Boundary?
      if range.lowerBound > 0, let place = found.first {
        let dropped = range.lowerBound - place.below
        low = Boundary(
          bits: place.bits, kept: dropsFirst ? dropped..<place.equal : 0..<(place.equal - dropped), equal: place.equal)
      }
      if range.upperBound < tensor.count, let place = found.last {
        high = Boundary(bits: place.bits, kept: 0..<(range.upperBound - place.below), equal: place.equal)
      }
      selections.append(MagnitudeSelection(low: low, high: high))
    }
    countEquals(&selections, in: tensor, vector: vector)
    return selections
  }

  /// Where a boundary splits equals, their places must be known.
  private static func countEquals(
    _ selections: inout [MagnitudeSelection], in tensor: TensorMerge,
    vector: @escaping (MergeBlock, Int) -> UnsafePointer<Float>
  ) {
    let split = selections.indices.flatMap { index -> [(Int, WritableKeyPath<MagnitudeSelection, Boundary?>)] in
      [\MagnitudeSelection.low, \.high].filter { selections[index][keyPath: $0]?.isSplit == true }.map { (index, $0) }
    }
    if split.isEmpty { return }
    let bits = split.map { selections[$0.0][keyPath: $0.1]?.bits ?? 0 }, indices = split.map(\.0)
    var counts = [Int](repeating: 0, count: split.count * tensor.blockCount)
    counts.withUnsafeMutableBufferPointer { counts in
      nonisolated(unsafe) let counts = counts
      tensor.forEachBlock { block in
        for (item, bits) in bits.enumerated() {
          let values = vector(block, indices[item])
          var equal = 0
          for i in 0..<block.count where values[i].bitPattern & 0x7FFF_FFFF == bits { equal += 1 }
          counts[item * tensor.blockCount + block.index] = equal
        }
      }
    }
    for (item, (index, path)) in split.enumerated() {
      var before = [Int](), sum = 0
      for count in counts[item * tensor.blockCount..<(item + 1) * tensor.blockCount] {
        before.append(sum)
        sum += count
      }
      selections[index][keyPath: path]?.before = before
    }
  }

  /// Zeros what does not stay.
  func apply(to values: UnsafeMutablePointer<Float>, _ block: MergeBlock) {
    let count = block.count
    if let low {
      if low.isSplit { drop(low, from: values, block) }
      let least = low.kept.isEmpty ? low.bits &+ 1 : low.bits
      BlockArithmetic.keep(values, from: least, count)
    }
    if let high {
      if high.isSplit { drop(high, from: values, block) }
      // Equal ones that all go are not zeros, or zeros go from zeros.
      let limit = high.kept.isEmpty && high.bits > 0 ? high.bits - 1 : high.bits
      BlockArithmetic.keep(values, upTo: limit, count)
    }
  }

  /// Zeros the equal ones that do not stay.
  private func drop(_ boundary: Boundary, from values: UnsafeMutablePointer<Float>, _ block: MergeBlock) {
    var ordinal = boundary.before[block.index]
    for i in 0..<block.count where values[i].bitPattern & 0x7FFF_FFFF == boundary.bits {
      if !boundary.kept.contains(ordinal) { values[i] = 0 }
      ordinal += 1
    }
  }
}
