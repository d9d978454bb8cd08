import Files

extension MergeMethod {
  /// DARE (arXiv:2311.03099, section 3.2): numbers of the task vectors are dropped at random, `density` being the probability
  /// to stay, and the others scaled up; then they are added.
  ///
  /// `rescale: exact` divides by the density, as the paper does; `l1` keeps the sum of magnitudes, as mergekit does.
  /// Deviation: draws are a function of seed, parent, tensor and place, not of torch's generator.
  static let dareLinear = MergeMethod(
    "dare_linear", "task vectors with random drop and rescale, summed",
    source: "arXiv:2311.03099, section 3.2", base: .required, operand: .taskVectors, isRandom: true,
    parameters: { declare(&$0, normalizes: false) }
  ) { tensor, keys in
    let sum = thinned(tensor, keys, elects: false)
    return { sum($0) }
  }

  /// The same with TIES' election of signs.
  /// Deviation: nothing is trimmed by magnitude after the drop, which the paper's released code does by default.
  static let dareTies = MergeMethod(
    "dare_ties", "task vectors with random drop and rescale, with elected signs",
    source: "arXiv:2311.03099, section 3.2; signs of arXiv:2306.01708", base: .required,
    operand: .taskVectors, isRandom: true, parameters: { declare(&$0, normalizes: true) }
  ) { tensor, keys in
    let sum = thinned(tensor, keys, elects: true)
    return { sum($0) }
  }

  private static func declare(_ list: inout ParameterList, normalizes: Bool) -> ThinnedKeys {
    let weight = list.weight(), lambda = list.lambda(), density = list.density()
    let sum = SumKeys(weight: weight, lambda: lambda, normalize: list.normalize(paper: normalizes, mergekit: false))
    return ThinnedKeys(sum: sum, density: density, rescaling: list.rescaling(paper: .exact, mergekit: .l1))
  }

  private static func thinned(_ tensor: TensorMerge, _ keys: ThinnedKeys, elects: Bool) -> TaskVectorSum {
    let densities = tensor[keys.density], rescaling = tensor[keys.rescaling]
    let parts = densities.enumerated().map { parent, density in
      let draw = KeyedDraw(seed: tensor.seed, parent: parent, tensor: tensor.name)
      return Sparsification(keep: density >= 1 ? .everything : .random(draw, KeyedDraw.threshold(density)))
    }.scaled(by: densities, rescaling)
    return TaskVectorSum(parts, elects: elects, rescaling: rescaling, keys.sum, in: tensor)
  }
}
