import Files

extension MergeMethod {
  /// Model Stock (arXiv:2403.19522, section 4): the average of the task vectors, shrunk by t = K c / (1 + (K - 1) c), c being
  /// their mean pairwise cosine: per tensor, or per row with `filter_wise`.
  static let modelStock = MergeMethod(
    "model_stock", "average of task vectors, shrunk by the angle between them",
    source: "arXiv:2403.19522, section 4", base: .required,
    operand: .taskVectors, parents: 2...1000, usesRows: true,
    parameters: { $0.flag("filter_wise", "an angle per row of a matrix", paper: false) }
  ) { tensor, filterWise in
    let parents = tensor.parentCount, row = max(tensor.rowLength, 1), size = parents * (parents + 1) / 2
    if tensor[filterWise] {
      return { block in
        var gram = [Double](repeating: 0, count: size)
        for start in stride(from: 0, to: block.count, by: row) {
          gram.withUnsafeMutableBufferPointer { gram in
            guard let gram = gram.baseAddress else { return }
            for i in 0..<size { gram[i] = 0 }
            Gram.add(block.parents.map { UnsafePointer($0 + start) }, min(row, block.count - start), to: gram)
          }
          mean(block, start..<min(start + row, block.count), shrunkBy: shrinkage(Gram(gram, parents)))
        }
      }
    }
    let factor = shrinkage(
      Gram(
        tensor.sums(size) { block, sums in
          Gram.add(block.parents.map { UnsafePointer($0) }, block.count, to: sums)
        }, parents))
    return { mean($0, 0..<$0.count, shrunkBy: factor) }
  }

  private static func shrinkage(_ gram: Gram) -> Double {
    let count = Double(gram.size), cosine = gram.meanCosine ?? 0
    return count * cosine / (1 + (count - 1) * cosine)
  }

  private static func mean(_ block: MergeBlock, _ range: Range<Int>, shrunkBy factor: Double) {
    let scale = factor.isFinite ? factor / Double(block.parents.count) : 0
    for i in range { block.sums[i] = 0 }
    for row in block.parents { for i in range { block.sums[i] += Double(row[i]) } }
    for i in range { block.output[i] = Float(scale * block.sums[i]) }
  }
}
