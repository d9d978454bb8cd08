/// What of a task vector stays, and by how much it is multiplied then.
struct Sparsification {
  enum Keep {
    case everything
    case magnitudes(MagnitudeSelection)
    /// Draws below the threshold stay.
    case random(KeyedDraw, UInt64)
    /// DELLA: the probability to stay rises with the rank of the magnitude in its row, from density - epsilon to
    /// density + epsilon; `exact` divides each number by its own.
    case ranked(KeyedDraw, density: Double, epsilon: Double, exact: Bool)
  }

  var keep: Keep
  var scale: Float = 1

  func apply(to values: UnsafeMutablePointer<Float>, _ block: MergeBlock, row: Int) {
    switch keep {
    case .everything: break
    case .magnitudes(let selection): selection.apply(to: values, block)
    case .random(let draw, let threshold):
      BlockArithmetic.keep(values, drawing: draw, from: block.start, below: threshold, block.count)
    case .ranked(let draw, let density, let epsilon, let exact):
      for start in stride(from: 0, to: block.count, by: max(row, 1)) {
        let count = min(row, block.count - start), values = values + start, ranks = block.scratch[0]
        block.ranks.rank(values, count, into: ranks)
        let least = count > 1 ? density - epsilon : density, step = count > 1 ? 2 * epsilon / Double(count - 1) : 0
        for i in 0..<count {
          let probability = least + step * Double(ranks[i])
          let distance = (draw.word(block.start &+ start &+ i) >> 1) &- KeyedDraw.threshold(probability)
          let kept = Float(distance >> 63)
          values[i] *= exact ? Float(Double(kept) / probability) : kept
        }
      }
    }
    if scale != 1 { BlockArithmetic.scale(values, scale, block.count) }
  }

  /// Sets the scales so that a norm of each vector is what it was before (mergekit's `rescale`; there L1).
  static func matchNorms(_ norm: Rescaling, _ parts: [Sparsification], in tensor: TensorMerge) -> [Sparsification] {
    func measure(_ values: UnsafePointer<Float>, _ count: Int) -> Double {
      switch norm {
      case .l1: BlockArithmetic.absoluteSum(values, count)
      case .l2: BlockArithmetic.dot(values, values, count)
      default: Double(Float(bitPattern: BlockArithmetic.largestBits(values, count)))
      }
    }
    let row = tensor.rowLength
    let sizes = tensor.reduce(2 * parts.count) { block, sums in
      for (k, part) in parts.enumerated() {
        sums[2 * k] = measure(block.parents[k], block.count)
        part.apply(to: block.parents[k], block, row: row)
        sums[2 * k + 1] = measure(block.parents[k], block.count)
      }
    } by: {
      norm == .linf ? max($0, $1) : $0 + $1
    }
    return parts.enumerated().map { k, part in
      var part = part
      let before = sizes[2 * k], after = sizes[2 * k + 1]
      if before > 0, after > 0 { part.scale *= Float(norm == .l2 ? (before / after).squareRoot() : before / after) }
      return part
    }
  }
}

extension [Sparsification] {
  /// With exact rescaling, divides by the densities.
  func scaled(by densities: [Double], _ rescaling: Rescaling) -> [Sparsification] {
    guard rescaling == .exact else { return self }
    return zip(self, densities).map { part, density in
      Sparsification(keep: part.keep, scale: density > 0 ? Float(1 / density) : 1)
    }
  }
}
