import Files

extension MergeMethod {
  /// Model Breadcrumbs (arXiv:2312.06795, section 3): in each tensor the share gamma with the largest magnitudes goes, and of
  /// the smallest so many that the share `density` stays.
  /// Where gamma of a tensor is less than one number, none goes at the top. Deviation: among equal magnitudes the first stay; torch
  /// does not say which.
  static let breadcrumbs = MergeMethod(
    "breadcrumbs", "task vectors without their largest and smallest magnitudes, summed",
    source: "arXiv:2312.06795, section 3", base: .required,
    operand: .taskVectors, parameters: BreadcrumbKeys.init
  ) { tensor, keys in
    let sum = withoutTails(tensor, keys, elects: false)
    return { sum($0) }
  }

  static let breadcrumbsTies = MergeMethod(
    "breadcrumbs_ties", "task vectors without their largest and smallest magnitudes, with elected signs",
    source: "arXiv:2312.06795, section 3; signs of arXiv:2306.01708", base: .required, operand: .taskVectors,
    parameters: BreadcrumbKeys.init
  ) { tensor, keys in
    let sum = withoutTails(tensor, keys, elects: true)
    return { sum($0) }
  }

  private struct BreadcrumbKeys: Sendable {
    let thinned: ThinnedKeys
    let gamma: ParentKey<Double>

    init(_ list: inout ParameterList) {
      let weight = list.weight(), lambda = list.lambda(), density = list.density()
      gamma = list.numbers("gamma", "fraction of the largest magnitudes that is dropped", 0...1, paper: 0.01)
      let sum = SumKeys(weight: weight, lambda: lambda, normalize: list.normalize(paper: false, mergekit: false))
      thinned = ThinnedKeys(sum: sum, density: density, rescaling: list.rescaling(paper: .none, mergekit: .none))
    }
  }

  private static func withoutTails(_ tensor: TensorMerge, _ keys: BreadcrumbKeys, elects: Bool) -> TaskVectorSum {
    let densities = tensor[keys.thinned.density], rescaling = tensor[keys.thinned.rescaling]
    let ranks = zip(densities, tensor[keys.gamma]).map { density, gamma -> Range<Int> in
      if density >= 1 { return 0..<tensor.count }
      let kept = Int(saturating: density * Double(tensor.count))
      let top = Int(saturating: gamma * Double(tensor.count))
      let bottom = max(0, tensor.count - kept - top)
      return bottom..<bottom + kept
    }
    let parts = MagnitudeSelection.of(ranks, in: tensor, dropsFirst: true) { UnsafePointer($0.parents[$1]) }
      .map { Sparsification(keep: .magnitudes($0)) }.scaled(by: densities, rescaling)
    return TaskVectorSum(parts, elects: elects, rescaling: rescaling, keys.thinned.sum, in: tensor)
  }
}
