import Files

/// What all methods of the family of task arithmetic share: task vectors are thinned out, weighted, perhaps brought to one
/// sign, and added.
struct TaskVectorSum {
  let parts: [Sparsification]
  let weights: [Float]
  /// Only numbers with the sign of the weighted sum are added (TIES, arXiv:2306.01708, section 3.3).
  let elects: Bool
  /// Divides by the weights of those that were added.
  let normalizes: Bool
  let lambda: Float
  let zeroIsPositive: Bool
  let row: Int

  /// - Parameter rescaling: what is left to do of it: `exact` is the parts' own business.
  init(
    _ parts: [Sparsification], elects: Bool, rescaling: Rescaling, _ keys: SumKeys, in tensor: TensorMerge
  ) {
    self.parts = rescaling.keepsNorm ? Sparsification.matchNorms(rescaling, parts, in: tensor) : parts
    self.elects = elects
    weights = tensor[keys.weight].map { Float($0) }
    normalizes = tensor[keys.normalize]
    lambda = Float(tensor[keys.lambda])
    zeroIsPositive = tensor.facts.zeroIsPositive
    row = tensor.rowLength
  }

  func callAsFunction(_ block: MergeBlock) {
    for (part, row) in zip(parts, block.parents) { part.apply(to: row, block, row: self.row) }
    let output = block.output, count = block.count
    weightedSum(block, into: output)
    if elects {
      elect(block)
    } else if normalizes {
      let divisor = weights.reduce(0, +)
      if divisor.magnitude >= 1e-8 { for i in 0..<count { output[i] /= divisor } }
    }
    if lambda != 1 { BlockArithmetic.scale(output, lambda, count) }
  }

  private func weightedSum(_ block: MergeBlock, into sum: UnsafeMutablePointer<Float>) {
    let count = block.count
    BlockArithmetic.clear(sum, count)
    for (weight, row) in zip(weights, block.parents) {
      for i in 0..<count { sum[i] += weight * row[i] }
    }
  }

  /// The sum of those that have the sign of the whole sum, which stands in the output; zeros have no sign.
  private func elect(_ block: MergeBlock) {
    let count = block.count, output = block.output, sum = block.scratch[0], divisor = block.scratch[1]
    let zeroIsPositive = zeroIsPositive
    BlockArithmetic.clear(sum, count)
    BlockArithmetic.clear(divisor, count)
    for (weight, row) in zip(weights, block.parents) {
      for i in 0..<count {
        let value = weight * row[i]
        let positive = output[i] > 0 || (output[i] == 0 && zeroIsPositive)
        let agrees = positive ? value > 0 : value < 0
        sum[i] += agrees ? value : 0
        divisor[i] += agrees ? weight : 0
      }
    }
    if normalizes {
      for i in 0..<count { output[i] = sum[i] / (divisor[i] == 0 ? 1 : divisor[i]) }
    } else {
      for i in 0..<count { output[i] = sum[i] }
    }
  }

  /// The sum of the signs of the weighted sum over a block.
  func signs(_ block: MergeBlock) -> Double {
    for (part, row) in zip(parts, block.parents) { part.apply(to: row, block, row: self.row) }
    weightedSum(block, into: block.output)
    var signs = 0
    for i in 0..<block.count { signs += (block.output[i] > 0 ? 1 : 0) - (block.output[i] < 0 ? 1 : 0) }
    return Double(signs)
  }
}

/// Parameters of all methods that add task vectors up.
struct SumKeys: Sendable {
  let weight: ParentKey<Double>
  let lambda: SharedKey<Double>
  let normalize: SharedKey<Bool>
}

/// Parameters of methods that thin task vectors out first.
struct ThinnedKeys: Sendable {
  let sum: SumKeys
  let density: ParentKey<Double>
  let rescaling: SharedKey<Rescaling>
}

extension ParameterList {
  mutating func lambda() -> SharedKey<Double> {
    number("lambda", "factor of the sum of task vectors", -100...100, paper: 1)
  }

  mutating func normalize(paper: Bool, mergekit: Bool) -> SharedKey<Bool> {
    flag("normalize", "divide by the sum of the weights that took part", paper: paper, mergekit: mergekit)
  }

  mutating func density(paper: Double = 1, mergekit: Double = 1) -> ParentKey<Double> {
    let parameter = MergeParameter.thinning
    return numbers(parameter.name, parameter.help, 0...1, paper: paper, mergekit: mergekit)
  }
}

extension MergeParameter {
  /// That which most methods of task vectors have, and people set most: it has an option of its own.
  public static let thinning = MergeParameter(
    "density", "share of a task vector that stays", perParent: true, .number(0...1), paper: 1)
}
