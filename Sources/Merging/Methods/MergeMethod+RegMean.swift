import Files
import LinearAlgebra

extension MergeMethod {
  /// RegMean (arXiv:2212.09849, section 4): the linear map that on the inputs of all parents does best what each parent's does
  /// on its own: W = (sum of W_k G_k) (sum of G_k)^-1, G_k = sum of x xᵀ. What stands beside the diagonals is multiplied by
  /// `off_diagonal` first. Tensors without Gram matrices are averaged.
  static let regMean = MergeMethod(
    "regmean", "least squares on the inputs of all parents",
    source: "arXiv:2212.09849, section 4", base: .optional, operand: .weights, statistics: .gram,
    usesRows: true,
    parameters: {
      RegMeanKeys(
        weight: $0.weight(),
        offDiagonal: $0.number("off_diagonal", "factor of the off-diagonal elements", 0...1, paper: 0.9))
    }
  ) { (tensor, keys) throws(Diagnostic) in
    let weights = tensor[keys.weight]
    guard !tensor.grams.isEmpty else {
      let plain = try weights.normalized(for: tensor.name)
      return { average($0, plain) }
    }
    let scale = tensor[keys.offDiagonal], size = max(tensor.rowLength, 1)
    let equations = try NormalEquations(inputs: size, outputs: tensor.count / size, on: tensor.crew.pool)
    for (parent, gram) in tensor.grams.enumerated() {
      equations.add(gram, weight: weights[parent], offDiagonal: scale) { tensor.readWeights(of: parent, $0, into: $1) }
    }
    guard let solved = try equations.solved() else {
      throw Diagnostic(
        tensor.name, "the sum of the Gram matrices is singular",
        expected: "more samples than inputs, or off_diagonal below 1")
    }
    return { block in
      for i in 0..<block.count { block.output[i] = Float(solved.base[block.start + i]) }
    }
  }
  private struct RegMeanKeys: Sendable {
    let weight: ParentKey<Double>
    let offDiagonal: SharedKey<Double>
  }
}
