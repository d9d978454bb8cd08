import Files

extension MergeMethod {
  /// DELLA (arXiv:2406.11617, section 3): in each row, numbers are dropped at random, the more likely the smaller they are; the
  /// probability to stay goes from density - epsilon to density + epsilon with the rank of the magnitude. Then the sign of the
  /// sum is elected and those that have it are averaged.
  ///
  /// `rescale: exact` divides each number by its probability to stay, as the paper does; `l1` is mergekit's.
  static let della = MergeMethod(
    "della", "task vectors thinned out by rank and brought to one sign",
    source: "arXiv:2406.11617, section 3", base: .required, operand: .taskVectors,
    usesRows: true, parameters: dellaParameters(normalizes: true)
  ) { (tensor) throws(Diagnostic) in
    let sum = TaskVectorSum(try ranked(tensor), elects: true, in: tensor)
    return { sum($0) }
  }

  static let dellaLinear = MergeMethod(
    "della_linear", "task vectors thinned out by rank, added",
    source: "arXiv:2406.11617, section 3", base: .required, operand: .taskVectors, usesRows: true,
    parameters: dellaParameters(normalizes: false)
  ) { (tensor) throws(Diagnostic) in
    let sum = TaskVectorSum(try ranked(tensor), elects: false, in: tensor)
    return { sum($0) }
  }

  private static func dellaParameters(normalizes: Bool) -> [MergeParameter] {
    TaskVectorSum.parameters + [
      .density,
      MergeParameter(
        "epsilon", "half the range of the probabilities to stay", perParent: true, .number(0...0.5), paper: 0.15),
      .normalize(paper: normalizes, mergekit: normalizes), .rescale(paper: "exact", mergekit: "l1"),
    ]
  }

  private static func ranked(_ tensor: TensorMerge) throws(Diagnostic) -> [Sparsification] {
    let exact = tensor.parameters.choice("rescale") == "exact"
    var parts: [Sparsification] = []
    for parent in 0..<tensor.parentCount {
      let density = tensor.parameters.number("density", parent: parent)
      let epsilon = tensor.parameters.number("epsilon", parent: parent)
      guard density < 1 else {
        parts.append(Sparsification(keep: .everything))
        continue
      }
      guard density - epsilon > 0, density + epsilon < 1 else {
        throw Diagnostic(
          tensor.name, "density \(density) and epsilon \(epsilon) of parent \(parent + 1) do not fit",
          expected: "density - epsilon above 0 and density + epsilon below 1", status: .wrongUsage)
      }
      let draw = KeyedDraw(seed: tensor.seed, parent: parent, tensor: tensor.name)
      parts.append(Sparsification(keep: .ranked(draw, density: density, epsilon: epsilon, exact: exact)))
    }
    return parts
  }
}
