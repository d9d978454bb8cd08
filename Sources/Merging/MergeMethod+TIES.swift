import Files

extension MergeMethod {
  /// TIES (arXiv:2306.01708, section 3): the largest magnitudes of each task vector stay, the sign of their sum is elected,
  /// and those that have it are averaged.
  ///
  /// `scope: model` is the paper's released code: one threshold for the whole model, at the magnitude of which all stay
  /// (which keeps one more than the share says); of adapters, the model is the weights that they change. `scope: tensor` is what mergekit and PEFT do: each tensor keeps exactly its
  /// share, rounded down. `zero_sign: majority` gives sums of zero the sign that most sums of the model have, as the released
  /// code does; `positive` is mergekit's and PEFT's.
  /// At least one number of a tensor stays. Deviation: among equal magnitudes the first stay; torch does not say which.
  static let ties = MergeMethod(
    "ties", "task vectors trimmed to their largest numbers and brought to one sign",
    source: "arXiv:2306.01708, section 3", base: .required,
    operand: .taskVectors,
    parameters: TaskVectorSum.parameters + [
      MergeParameter(
        "density", "share of a task vector that stays", perParent: true, .number(0...1), paper: 0.2, mergekit: 1),
      .normalize(paper: true, mergekit: true), .rescale(paper: "none", mergekit: "none"),
      MergeParameter(
        "scope", "where the share is counted: in each tensor, or over the whole model", .choice(["tensor", "model"]),
        paper: "model", mergekit: "tensor"),
      MergeParameter(
        "zero_sign", "the sign of a sum that is zero", .choice(["positive", "majority"]), paper: "majority",
        mergekit: "positive"),
    ],
    survey: { (model) throws(Diagnostic) in
      var facts = ModelFacts()
      if model.choice("scope") == "model" {
        facts.thresholds = try model.thresholds(densities: model.numbers("density"))
      }
      if model.choice("zero_sign") == "majority" {
        facts.zeroIsPositive =
          try model.sum(facts) { tensor in
            let sum = TaskVectorSum(trimmed(tensor), elects: true, in: tensor)
            return { sum.signs($0) }
          } >= 0
      }
      return facts
    },
    plan: { tensor in
      let sum = TaskVectorSum(trimmed(tensor), elects: true, in: tensor)
      return { sum($0) }
    })

  private static func trimmed(_ tensor: TensorMerge) -> [Sparsification] {
    let densities = tensor.parameters.numbers("density")
    guard tensor.facts.thresholds.isEmpty else {
      return tensor.facts.thresholds.map { Sparsification(keep: .magnitudes(MagnitudeSelection(atLeast: $0))) }
        .scaled(densities, tensor)
    }
    let ranks = densities.map { density -> Range<Int> in
      let count = tensor.count
      let kept = density >= 1 ? count : min(count, max(1, Int(saturating: density * Double(count))))
      return count - kept..<count
    }
    return MagnitudeSelection.of(ranks, in: tensor) { UnsafePointer($0.parents[$1]) }
      .map { Sparsification(keep: .magnitudes($0)) }.scaled(densities, tensor)
  }
}

extension [Sparsification] {
  /// With `rescale: exact`, divides by the densities.
  func scaled(_ densities: [Double], _ tensor: TensorMerge) -> [Sparsification] {
    guard tensor.parameters.choice("rescale") == "exact" else { return self }
    return zip(self, densities).map { part, density in
      Sparsification(keep: part.keep, scale: density > 0 ? Float(1 / density) : 1)
    }
  }
}
