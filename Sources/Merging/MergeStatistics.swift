/// What lies beside a parent, in a file of its own, for methods that merge by data.
///
/// Format of such a file: safetensors (F32, F16 or BF16), a tensor for each weight and named as the weight is. `__metadata__` says
/// `samples` (how many), `labels` (`empirical` or `sampled`) and, where maps share their inputs, `same:NAME` = the name under which
/// NAME's is stored.
public enum MergeStatistics: String, Sendable, CaseIterable {
  /// The diagonal of the Fisher information: of the weight's shape, the mean over samples of squared derivatives of the
  /// log-likelihood.
  case fisher
  /// Sums of x xᵀ over the inputs x of a linear map, over all positions: (inputs, inputs).
  case gram

  /// What it is called.
  public var words: String {
    switch self {
    case .fisher: "Fisher information"
    case .gram: "Gram matrices"
    }
  }

  /// What is in the file, for people.
  public var help: String {
    switch self {
    case .fisher: "the diagonal of the Fisher information"
    case .gram: "sums of x xᵀ over the inputs of linear maps"
    }
  }

  /// Of a weight's statistic; nil where it has none.
  public func shape(of weight: [Int]) -> [Int]? {
    switch self {
    case .fisher: weight
    case .gram: weight.count == 2 ? [weight[1], weight[1]] : nil
    }
  }

  public var fileName: String { rawValue + ".safetensors" }
}
