import Files

extension MergeMethod {
  /// Fisher merging (Matena and Raffel, arXiv:2111.09832, section 3.1): each weight is the average of the parents' weighted by
  /// the diagonal of their Fisher information.
  ///
  /// As in the released code, the Fisher information of each parent is divided by its length over the whole model
  /// (`normalize_fisher`), and the first parent's is at least `floor` (`favor: first`), so that it decides where nobody knows
  /// anything. Tensors that no parent has Fisher information of are averaged.
  static let fisher = MergeMethod(
    "fisher", "average weighted by Fisher information",
    source: "arXiv:2111.09832, section 3.1", base: .optional, operand: .weights, statistics: .fisher,
    parameters: FisherKeys.init,
    wholeModel: WholeModel(isWanted: { parameters, keys in parameters[keys.normalize] }) {
      (model, keys) throws(Diagnostic) in
      var facts = ModelFacts()
      if try model[keys.normalize] { facts.statisticNorms = try model.statisticNorms() }
      return facts
    },
    plan: { (tensor, keys) throws(Diagnostic) in
      let weights = tensor[keys.weight], floor = Float(tensor[keys.floor]), floorsAll = tensor[keys.favor] == .all
      let plain = try weights.normalized(for: tensor.name)
      let scales = (0..<tensor.parentCount).map { parent -> Float in
        guard parent < tensor.facts.statisticNorms.count, tensor.facts.statisticNorms[parent] > 0 else { return 1 }
        return Float(1 / tensor.facts.statisticNorms[parent])
      }
      return { block in
        guard !block.statistics.isEmpty else { return average(block, plain) }
        let count = block.count, sums = block.sums, divisor = block.scratch[0]
        for i in 0..<count { sums[i] = 0 }
        BlockArithmetic.clear(divisor, count)
        for k in block.parents.indices {
          let row = block.parents[k], fisher = block.statistics[k], weight = Float(weights[k]), scale = scales[k]
          let least = k == 0 || floorsAll ? floor : 0
          for i in 0..<count {
            let trust = weight * max(scale * fisher[i], least)
            sums[i] += Double(trust) * Double(row[i])
            divisor[i] += trust
          }
        }
        for i in 0..<count { block.output[i] = Float(sums[i] / Double(divisor[i])) }
      }
    })
  private enum Favor: String, ParameterChoice { case first, all }

  private struct FisherKeys: Sendable {
    let weight: ParentKey<Double>
    let normalize: SharedKey<Bool>
    let floor: SharedKey<Double>
    let favor: SharedKey<Favor>

    init(_ list: inout ParameterList) {
      weight = list.weight()
      normalize = list.flag("normalize_fisher", "each parent's Fisher information is normalized to norm 1", paper: true)
      floor = list.number("floor", "minimum Fisher information", 0...1, paper: 1e-6)
      favor = list.choice("favor", "whose Fisher information is floored", paper: .first)
    }
  }
}
