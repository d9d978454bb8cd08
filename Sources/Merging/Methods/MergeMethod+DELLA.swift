import Files

extension MergeMethod {
  /// DELLA (arXiv:2406.11617, section 3): in each row, numbers are dropped at random, the more likely the smaller they are; the
  /// probability to stay goes from density - epsilon to density + epsilon with the rank of the magnitude. Then the sign of the
  /// sum is elected and those that have it are averaged.
  ///
  /// `rescale: exact` divides each number by its probability to stay, as the paper does; `l1` is mergekit's.
  static let della = MergeMethod(
    "della", "task vectors dropped by magnitude rank, with elected signs",
    source: "arXiv:2406.11617, section 3", base: .required, operand: .taskVectors,
    usesRows: true, isRandom: true, parameters: { DELLAKeys(&$0, normalizes: true) }
  ) { (tensor, keys) throws(Diagnostic) in
    let sum = try ranked(tensor, keys, elects: true)
    return { sum($0) }
  }

  static let dellaLinear = MergeMethod(
    "della_linear", "task vectors dropped by magnitude rank, summed",
    source: "arXiv:2406.11617, section 3", base: .required, operand: .taskVectors, usesRows: true, isRandom: true,
    parameters: { DELLAKeys(&$0, normalizes: false) }
  ) { (tensor, keys) throws(Diagnostic) in
    let sum = try ranked(tensor, keys, elects: false)
    return { sum($0) }
  }

  private struct DELLAKeys: Sendable {
    let thinned: ThinnedKeys
    let epsilon: ParentKey<Double>

    init(_ list: inout ParameterList, normalizes: Bool) {
      let weight = list.weight(), lambda = list.lambda(), density = list.density()
      epsilon = list.numbers("epsilon", "half the range of the keep probabilities", 0...0.5, paper: 0.15)
      let normalize = list.normalize(paper: normalizes, mergekit: normalizes)
      let sum = SumKeys(weight: weight, lambda: lambda, normalize: normalize)
      thinned = ThinnedKeys(sum: sum, density: density, rescaling: list.rescaling(paper: .exact, mergekit: .l1))
    }
  }

  private static func ranked(
    _ tensor: TensorMerge, _ keys: DELLAKeys, elects: Bool
  ) throws(Diagnostic) -> TaskVectorSum {
    let rescaling = tensor[keys.thinned.rescaling]
    var parts: [Sparsification] = []
    for (parent, (density, epsilon)) in zip(tensor[keys.thinned.density], tensor[keys.epsilon]).enumerated() {
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
      parts.append(
        Sparsification(keep: .ranked(draw, density: density, epsilon: epsilon, exact: rescaling == .exact)))
    }
    return TaskVectorSum(parts, elects: elects, rescaling: rescaling, keys.thinned.sum, in: tensor)
  }
}
