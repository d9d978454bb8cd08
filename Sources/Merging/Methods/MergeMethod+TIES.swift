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
    "ties", "task vectors trimmed by magnitude, with elected signs",
    source: "arXiv:2306.01708, section 3", base: .required,
    operand: .taskVectors,
    parameters: TIESKeys.init,
    wholeModel: WholeModel(isWanted: { $0[$1.scope] == .model || $0[$1.zeroSign] == .majority }) {
      (model, keys) throws(Diagnostic) in
      var facts = ModelFacts()
      if try model[keys.scope] == .model {
        facts.thresholds = try model.thresholds(densities: try model[keys.thinned.density])
      }
      if try model[keys.zeroSign] == .majority {
        facts.zeroIsPositive =
          try model.sum(facts) { tensor in
            let sum = trimmed(tensor, keys)
            return { sum.signs($0) }
          } >= 0
      }
      return facts
    },
    plan: { tensor, keys in
      let sum = trimmed(tensor, keys)
      return { sum($0) }
    })

  private enum Scope: String, ParameterChoice { case tensor, model }
  private enum ZeroSign: String, ParameterChoice { case positive, majority }

  private struct TIESKeys: Sendable {
    let thinned: ThinnedKeys
    let scope: SharedKey<Scope>
    let zeroSign: SharedKey<ZeroSign>

    init(_ list: inout ParameterList) {
      let weight = list.weight(), lambda = list.lambda(), density = list.density(paper: 0.2, mergekit: 1)
      let sum = SumKeys(weight: weight, lambda: lambda, normalize: list.normalize(paper: true, mergekit: true))
      thinned = ThinnedKeys(sum: sum, density: density, rescaling: list.rescaling(paper: .none, mergekit: .none))
      scope = list.choice(
        "scope", "where the fraction is taken: per tensor, or over the whole model", paper: .model, mergekit: .tensor
      )
      zeroSign = list.choice(
        "zero_sign", "the sign of a sum that is zero", paper: .majority, mergekit: .positive)
    }
  }

  private static func trimmed(_ tensor: TensorMerge, _ keys: TIESKeys) -> TaskVectorSum {
    let densities = tensor[keys.thinned.density], rescaling = tensor[keys.thinned.rescaling]
    let selections: [MagnitudeSelection]
    if tensor.facts.thresholds.isEmpty {
      let ranks = densities.map { density -> Range<Int> in
        let count = tensor.count
        let kept = density >= 1 ? count : min(count, max(1, Int(saturating: density * Double(count))))
        return count - kept..<count
      }
      selections = MagnitudeSelection.of(ranks, in: tensor) { UnsafePointer($0.parents[$1]) }
    } else {
      selections = tensor.facts.thresholds.map { MagnitudeSelection(atLeast: $0) }
    }
    let parts = selections.map { Sparsification(keep: .magnitudes($0)) }.scaled(by: densities, rescaling)
    return TaskVectorSum(parts, elects: true, rescaling: rescaling, keys.thinned.sum, in: tensor)
  }
}
