import Files

extension MergeMethod {
  /// base + lambda * sum of weight * task vector (Editing Models with Task Arithmetic, arXiv:2212.04089, section 2).
  static let taskArithmetic = MergeMethod(
    "task_arithmetic", "base plus the weighted sum of task vectors",
    source: "arXiv:2212.04089, section 2", base: .required, operand: .taskVectors,
    parameters: TaskVectorSum.parameters + [.normalize(paper: false, mergekit: false)]
  ) { tensor in
    let parts = [Sparsification](repeating: Sparsification(keep: .everything), count: tensor.parentCount)
    let sum = TaskVectorSum(parts, elects: false, in: tensor)
    return { sum($0) }
  }
}
