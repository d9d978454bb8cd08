/// One of the models that answer together: weights, and the adapters beside them. Members of one base share its weights in
/// memory.
public struct DecoderMember {
  public var weights: DecoderWeights
  public var adapters: [DecoderAdapter]

  public init(_ weights: DecoderWeights, adapters: [DecoderAdapter] = []) {
    self.weights = weights
    self.adapters = adapters
  }
}

/// How several models make one distribution over the next token (Disperse-Then-Merge, arXiv:2405.13432, section 6, has the
/// first).
public enum EnsembleMixing: String, Sendable, CaseIterable {
  /// The softmax of the mean of the logits: the normalised geometric mean of the probabilities.
  case logits
  /// The mean of the probabilities.
  case probabilities
}
