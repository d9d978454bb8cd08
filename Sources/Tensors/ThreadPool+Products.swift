internal import CKernels

extension ThreadPool {
  /// y = x w^T for several w at once: x (M, K), y[i] (M, w[i].rows), all dense. Every element is one chain of fused
  /// multiply-adds over K in ascending order, so a row does not depend on the rows beside it.
  public func multiply(
    _ x: UnsafePointer<Float>, rows: Int, _ products: [(weight: WeightMatrix, result: UnsafeMutablePointer<Float>)]
  ) {
    guard let first = products.first else { return }
    precondition(products.allSatisfy { $0.weight.columns == first.weight.columns }, "the inputs differ in width")
    let weights = products.map(\.weight.kernel)
    let results = products.map { Optional($0.result) }
    let strides = products.map { Int64($0.weight.rows) }
    let done = assay_matmul_many(
      handle, x, Int64(first.weight.columns), Int64(rows), Int32(products.count), weights, results, strides)
    requireMemory(done)
    withExtendedLifetime(products) {}
  }

  public func multiply(
    _ x: UnsafePointer<Float>, rows: Int, by weight: WeightMatrix, into result: UnsafeMutablePointer<Float>
  ) {
    multiply(x, rows: rows, [(weight, result)])
  }

  /// A logit that is asked for: which row of x, which id of the vocabulary.
  public struct Target: Sendable, Equatable {
    public var row: Int32
    public var id: Int32
    public init(row: Int32, id: Int32) {
      self.row = row
      self.id = id
    }
  }

  public struct TokenScore: Sendable, Equatable {
    /// Natural logarithm of the softmax probability.
    public var logProbability: Double
    /// The first id that has the greatest logit of the row.
    public var mostLikely: Int32
    /// The logarithm of that one's probability, to the bit as it would be if it were asked for.
    public var greatest: Double

    public init(logProbability: Double, mostLikely: Int32, greatest: Double) {
      self.logProbability = logProbability
      self.mostLikely = mostLikely
      self.greatest = greatest
    }
  }

  /// Log-softmax over the vocabulary, only where it is asked for: x (M, K), head (V, K). Logits and exponentials are
  /// float32, their sum is float64.
  /// - Parameter cap: what logits are bent towards, cap * tanh(logit / cap); nil: nothing.
  public func scoreTokens(
    _ x: UnsafePointer<Float>, rows: Int, head: WeightMatrix, cap: Float? = nil, targets: [Target]
  ) -> [TokenScore] {
    precondition(
      targets.allSatisfy { $0.row >= 0 && $0.row < rows && $0.id >= 0 && $0.id < head.rows }, "a target lies outside")
    let asked = targets.map { assay_target(row: $0.row, id: $0.id) }
    var scores = [assay_token_score](repeating: assay_token_score(), count: targets.count)
    var weight = head.kernel
    let done = assay_score_tokens(
      handle, x, Int64(head.columns), Int64(rows), &weight, cap ?? 0, asked, Int64(targets.count), &scores)
    requireMemory(done)
    return scores.map {
      TokenScore(logProbability: $0.log_probability, mostLikely: $0.argmax, greatest: $0.most)
    }
  }
}
