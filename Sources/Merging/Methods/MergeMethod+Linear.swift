public import Files

extension MergeMethod {
  /// The weighted average of the parents (Model Soups, arXiv:2203.05482; Eq. 1 of Disperse-Then-Merge, arXiv:2405.13432), in
  /// float64, rounded once: a weight of 1 beside zeros gives that parent bit for bit, and equal parents give themselves.
  static let linear = MergeMethod(
    "linear", "weighted average of the parents",
    source: "arXiv:2405.13432, Eq. 1; arXiv:2203.05482", base: .optional, operand: .weights,
    parameters: { AverageKeys(weight: $0.weight(), normalize: $0.normalize(paper: true, mergekit: true)) },
    factorWeights: averagingWeights
  ) { (tensor, keys) throws(Diagnostic) in
    let weights = try averagingWeights(tensor.parameters, keys, tensor.name)
    return { average($0, weights) }
  }

  private struct AverageKeys: Sendable {
    let weight: ParentKey<Double>
    let normalize: SharedKey<Bool>
  }

  /// The parents' weights, divided by their sum where `normalize` asks for it.
  private static func averagingWeights(
    _ parameters: TensorParameters, _ keys: AverageKeys, _ tensor: String
  ) throws(Diagnostic) -> [Double] {
    let weights = parameters[keys.weight]
    return parameters[keys.normalize] ? try weights.normalized(for: tensor) : weights
  }

  /// What is meant where no method is named.
  public static var standard: MergeMethod { linear }

  /// The method, and its parameters, with which the result is the sum of the parents, or of their updates, each times its factor.
  public static func sum(
    factors: [Double]
  ) -> (method: MergeMethod, shared: [String: JSON], parents: [[String: JSON]]) {
    (linear, ["normalize": false], factors.map { ["weight": .number($0)] })
  }

  /// One parent as it is, for models that are put together from layers.
  static let passthrough = MergeMethod(
    "passthrough", "one parent as it is: for slices",
    source: "mergekit", base: .optional, operand: .weights, parents: 1...1,
    parameters: { $0.numbers("scale", "factor of the weights", -100...100, paper: 1) }
  ) { tensor, scale in
    let scales = tensor[scale]
    return { average($0, scales) }
  }

  /// output = sum of weights[k] * parents[k]
  static func average(_ block: MergeBlock, _ weights: [Double]) {
    let sums = block.sums, count = block.count
    for i in 0..<count { sums[i] = 0 }
    for (weight, row) in zip(weights, block.parents) where weight != 0 {
      for i in 0..<count { sums[i] += weight * Double(row[i]) }
    }
    for i in 0..<count { block.output[i] = Float(sums[i]) }
  }
}
