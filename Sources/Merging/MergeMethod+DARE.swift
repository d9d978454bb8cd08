import Files

extension MergeMethod {
  /// DARE (arXiv:2311.03099, section 3.2): numbers of the task vectors are dropped at random, `density` being the probability
  /// to stay, and the others scaled up; then they are added.
  ///
  /// `rescale: exact` divides by the density, as the paper does; `l1` keeps the sum of magnitudes, as mergekit does.
  /// Deviation: draws are a function of seed, parent, tensor and place, not of torch's generator.
  static let dareLinear = MergeMethod(
    "dare_linear", "task vectors thinned out at random, added",
    source: "arXiv:2311.03099, section 3.2", base: .required, operand: .taskVectors,
    parameters: dareParameters(normalizes: false)
  ) { tensor in
    let sum = TaskVectorSum(thinned(tensor), elects: false, in: tensor)
    return { sum($0) }
  }

  /// The same with TIES' election of signs.
  /// Deviation: nothing is trimmed by magnitude after the drop, which the paper's released code does by default.
  static let dareTies = MergeMethod(
    "dare_ties", "task vectors thinned out at random and brought to one sign",
    source: "arXiv:2311.03099, section 3.2; signs of arXiv:2306.01708", base: .required,
    operand: .taskVectors, parameters: dareParameters(normalizes: true)
  ) { tensor in
    let sum = TaskVectorSum(thinned(tensor), elects: true, in: tensor)
    return { sum($0) }
  }

  private static func dareParameters(normalizes: Bool) -> [MergeParameter] {
    TaskVectorSum.parameters + [
      .density, .normalize(paper: normalizes, mergekit: false), .rescale(paper: "exact", mergekit: "l1"),
    ]
  }

  private static func thinned(_ tensor: TensorMerge) -> [Sparsification] {
    let densities = tensor.parameters.numbers("density")
    return densities.enumerated().map { parent, density in
      let draw = KeyedDraw(seed: tensor.seed, parent: parent, tensor: tensor.name)
      return Sparsification(keep: density >= 1 ? .everything : .random(draw, KeyedDraw.threshold(density)))
    }.scaled(densities, tensor)
  }
}
