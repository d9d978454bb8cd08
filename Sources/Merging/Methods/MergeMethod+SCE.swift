import Files

extension MergeMethod {
  /// SCE (arXiv:2408.07990, section 3.3): select the numbers that vary most between the task vectors, calculate a weight for each
  /// task vector from its mean square in the tensor, erase those that have another sign than the sum.
  ///
  /// `weight_floor`: mean squares whose sum is below it give equal weights. mergekit has 1e-6, which most updates of an
  /// adapter are below; the paper knows no such limit.
  static let sce = MergeMethod(
    "sce", "the elements of task vectors with the highest variance, weighted by their squares",
    source: "arXiv:2408.07990, section 3.3", base: .required, operand: .taskVectors,
    parameters: {
      SCEKeys(
        share: $0.number("select_topk", "fraction of elements with the highest variance that stays", 0...1, paper: 1),
        floor: $0.number(
          "weight_floor", "a sum of mean squares below it gives equal weights", 0...1, paper: 0, mergekit: 1e-6))
    }
  ) { tensor, keys in
    let selection = mostVarying(tensor, share: tensor[keys.share]), parents = tensor.parentCount
    func select(_ block: MergeBlock) {
      guard let selection else { return }
      let kept = block.scratch[0]
      variance(block, into: kept)
      selection.apply(to: kept, block)
      for row in block.parents { BlockArithmetic.keep(row, where: kept, block.count) }
    }
    let squares = tensor.sums(parents) { block, sums in
      select(block)
      for (k, row) in block.parents.enumerated() { sums[k] = BlockArithmetic.dot(row, row, block.count) }
    }.map { $0 / Double(max(tensor.count, 1)) }
    let total = squares.reduce(0, +), isTiny = total == 0 || total < tensor[keys.floor]
    let weights = squares.map { Float(isTiny ? 1 / Double(parents) : $0 / total) }
    return { block in
      select(block)
      fuse(block, weights)
    }
  }

  private struct SCEKeys: Sendable {
    let share: SharedKey<Double>
    let floor: SharedKey<Double>
  }

  /// nil where everything is selected. Numbers that do not vary at all are never selected.
  private static func mostVarying(_ tensor: TensorMerge, share: Double) -> MagnitudeSelection? {
    if share >= 1 { return nil }
    let varying = tensor.sums(1) { block, sums in
      variance(block, into: block.scratch[0])
      for i in 0..<block.count where block.scratch[0][i] > 0 { sums[0] += 1 }
    }[0]
    let kept = Int(saturating: share * varying)
    return MagnitudeSelection.of([tensor.count - kept..<tensor.count], in: tensor) { block, _ in
      variance(block, into: block.scratch[0])
      return UnsafePointer(block.scratch[0])
    }.first
  }

  /// Over the parents, at each place, divided by their number.
  private static func variance(_ block: MergeBlock, into result: UnsafeMutablePointer<Float>) {
    let count = block.count, mean = block.scratch[1], number = Float(block.parents.count)
    BlockArithmetic.clear(mean, count)
    BlockArithmetic.clear(result, count)
    for row in block.parents { for i in 0..<count { mean[i] += row[i] } }
    for i in 0..<count { mean[i] /= number }
    for row in block.parents { for i in 0..<count { result[i] += (row[i] - mean[i]) * (row[i] - mean[i]) } }
    for i in 0..<count { result[i] /= number }
  }

  private static func fuse(_ block: MergeBlock, _ weights: [Float]) {
    let count = block.count, output = block.output, sum = block.scratch[0], divisor = block.scratch[1]
    for row in [output, sum, divisor] { BlockArithmetic.clear(row, count) }
    for row in block.parents { for i in 0..<count { sum[i] += row[i] } }
    for (weight, row) in zip(weights, block.parents) {
      for i in 0..<count {
        let agrees = sum[i] >= 0 ? row[i] > 0 : row[i] < 0
        output[i] += agrees ? weight * row[i] : 0
        divisor[i] += agrees ? weight : 0
      }
    }
    for i in 0..<count { output[i] /= max(divisor[i], 1e-6) }
  }
}
