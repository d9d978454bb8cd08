import Files

extension MergeMethod {
  /// base + lambda * sum of weight * task vector (Editing Models with Task Arithmetic, arXiv:2212.04089, section 2).
  static let taskArithmetic = MergeMethod(
    "task_arithmetic", "base plus the weighted sum of task vectors",
    source: "arXiv:2212.04089, section 2", base: .required, operand: .taskVectors,
    parameters: {
      SumKeys(weight: $0.weight(), lambda: $0.lambda(), normalize: $0.normalize(paper: false, mergekit: false))
    }
  ) { tensor, keys in
    let parts = [Sparsification](repeating: Sparsification(keep: .everything), count: tensor.parentCount)
    let sum = TaskVectorSum(parts, elects: false, rescaling: .none, keys, in: tensor)
    return { sum($0) }
  }
}
