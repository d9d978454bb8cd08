import Checkpoints
import Files
import Tensors

extension MergeMethod {
  /// RegMean (arXiv:2212.09849, section 4): the linear map that on the inputs of all parents does best what each parent's does
  /// on its own: W = (sum of W_k G_k) (sum of G_k)^-1, G_k = sum of x xᵀ. What stands beside the diagonals is multiplied by
  /// `off_diagonal` first. Tensors without Gram matrices are averaged.
  static let regMean = MergeMethod(
    "regmean", "least squares on the inputs of all parents",
    source: "arXiv:2212.09849, section 4", base: .optional, operand: .weights, statistics: .gram,
    usesRows: true,
    parameters: [
      .weight,
      MergeParameter("off_diagonal", "factor of what stands beside the diagonals", .number(0...1), paper: 0.9),
    ]
  ) { (tensor) throws(Diagnostic) in
    let weights = tensor.parameters.numbers("weight")
    guard !tensor.grams.isEmpty else {
      let plain = try TensorParameters.normalized(weights, for: tensor.name)
      return { average($0, plain) }
    }
    let scale = tensor.parameters.number("off_diagonal"), size = tensor.rowLength
    func gram(_ parent: Int) -> SquareMatrix {
      SquareMatrix(tensor.grams[parent], size, weight: weights[parent], offDiagonal: scale, on: tensor.crew.pool)
    }
    // The right side in float64: rows of sum W_k G_k. One Gram matrix is in memory beside their sum.
    var total = SquareMatrix(size)
    let right = UnsafeMutablePointer<Double>.allocate(capacity: max(tensor.count, 1))
    right.initialize(repeating: 0, count: tensor.count)
    for parent in 0..<tensor.parentCount {
      let matrix = gram(parent)
      total.add(matrix)
      tensor.forEachBlock { block in
        for start in stride(from: 0, to: block.count, by: size) {
          matrix.addProduct(block.parents[parent] + start, to: right + block.start + start)
        }
      }
    }
    guard total.factorize() else {
      right.deallocate()
      throw Diagnostic(
        tensor.name, "the sum of the Gram matrices is singular",
        expected: "more samples than inputs, or off_diagonal below 1")
    }
    let solved = FloatBuffer(count: tensor.count)
    tensor.crew.pool.forEachBlock(tensor.count / max(size, 1)) { row, _ in
      total.solve(right + row * size)
      for i in 0..<size { solved.base[row * size + i] = Float(right[row * size + i]) }
    }
    right.deallocate()
    return { block in
      for i in 0..<block.count { block.output[i] = solved.base[block.start + i] }
    }
  }
}
