import Files

extension MergeMethod {
  /// The weighted average of the parents (Model Soups, arXiv:2203.05482; Eq. 1 of Disperse-Then-Merge, arXiv:2405.13432), in
  /// float64, rounded once: a weight of 1 beside zeros gives that parent bit for bit, and equal parents give themselves.
  static let linear = MergeMethod(
    "linear", "weighted average of the parents",
    source: "arXiv:2405.13432, Eq. 1; arXiv:2203.05482", base: .optional, operand: .weights,
    parameters: [.weight, .normalize(paper: true, mergekit: true)]
  ) { (tensor) throws(Diagnostic) in
    let weights = try tensor.parameters.averagingWeights(for: tensor.name)
    return { average($0, weights) }
  }

  /// One parent as it is, for models that are put together from layers.
  static let passthrough = MergeMethod(
    "passthrough", "one parent as it is: for slices",
    source: "mergekit", base: .optional, operand: .weights, parents: 1...1,
    parameters: [MergeParameter("scale", "factor of the weights", perParent: true, .number(-100...100), paper: 1)]
  ) { tensor in
    let scale = tensor.parameters.number("scale", parent: 0)
    return { average($0, [scale]) }
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
