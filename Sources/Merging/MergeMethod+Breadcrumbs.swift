import Files

extension MergeMethod {
  /// Model Breadcrumbs (arXiv:2312.06795, section 3): in each tensor the share gamma with the largest magnitudes goes, and of
  /// the smallest so many that the share `density` stays.
  /// Where gamma of a tensor is less than one number, none goes at the top. Deviation: among equal magnitudes the first stay; torch
  /// does not say which.
  static let breadcrumbs = MergeMethod(
    "breadcrumbs", "task vectors without their largest and smallest numbers, added",
    source: "arXiv:2312.06795, section 3", base: .required,
    operand: .taskVectors, parameters: breadcrumbParameters
  ) { tensor in
    let sum = TaskVectorSum(withoutTails(tensor), elects: false, in: tensor)
    return { sum($0) }
  }

  static let breadcrumbsTies = MergeMethod(
    "breadcrumbs_ties", "the same, brought to one sign",
    source: "arXiv:2312.06795, section 3; signs of arXiv:2306.01708", base: .required, operand: .taskVectors,
    parameters: breadcrumbParameters
  ) { tensor in
    let sum = TaskVectorSum(withoutTails(tensor), elects: true, in: tensor)
    return { sum($0) }
  }

  private static let breadcrumbParameters =
    TaskVectorSum.parameters + [
      .density,
      MergeParameter(
        "gamma", "share of the largest numbers that goes", perParent: true, .number(0...1), paper: 0.01),
      .normalize(paper: false, mergekit: false), .rescale(paper: "none", mergekit: "none"),
    ]

  private static func withoutTails(_ tensor: TensorMerge) -> [Sparsification] {
    let densities = tensor.parameters.numbers("density"), gammas = tensor.parameters.numbers("gamma")
    let ranks = zip(densities, gammas).map { density, gamma -> Range<Int> in
      if density >= 1 { return 0..<tensor.count }
      let kept = Int(saturating: density * Double(tensor.count))
      let top = Int(saturating: gamma * Double(tensor.count))
      let bottom = max(0, tensor.count - kept - top)
      return bottom..<bottom + kept
    }
    return MagnitudeSelection.of(ranks, in: tensor, dropsFirst: true) { UnsafePointer($0.parents[$1]) }
      .map { Sparsification(keep: .magnitudes($0)) }.scaled(densities, tensor)
  }
}
