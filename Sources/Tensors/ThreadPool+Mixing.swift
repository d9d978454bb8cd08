internal import CKernels

extension ThreadPool {
  /// y (M, V) from the logits (K, M, V) of K models: their mean, or the logarithm of the mean of their probabilities; the latter
  /// leaves log-probabilities in `logits`. Sums go over the models in their order.
  public func mix(
    _ logits: UnsafeMutablePointer<Float>, members: Int, rows: Int, columns: Int, probabilities: Bool,
    into result: UnsafeMutablePointer<Float>
  ) {
    assay_mix_logits(handle, logits, Int64(members), Int64(rows), Int64(columns), probabilities, result)
  }

  /// `scoreTokens` of logits that are there, (M, V).
  public func scoreTokens(
    logits: UnsafePointer<Float>, rows: Int, columns: Int, targets: [Target]
  ) -> [TokenScore] {
    precondition(
      targets.allSatisfy { $0.row >= 0 && $0.row < rows && $0.id >= 0 && $0.id < columns }, "a target lies outside")
    let asked = targets.map { assay_target(row: $0.row, id: $0.id) }
    var scores = [assay_token_score](repeating: assay_token_score(), count: targets.count)
    let done = assay_score_logits(
      handle, logits, Int64(rows), Int64(columns), asked, Int64(targets.count), &scores)
    requireMemory(done)
    return scores.map {
      TokenScore(logProbability: $0.log_probability, mostLikely: $0.argmax, greatest: $0.most)
    }
  }
}
