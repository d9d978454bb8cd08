/// The norms of queries and keys, by the names that Hugging Face gives them.
public enum HeadNorm: String, Sendable, CaseIterable {
  case query = "q_norm"
  case key = "k_norm"

  /// `model.layers.3.self_attn.q_norm.weight`
  public func name(layer: Int) -> String { "model.layers.\(layer).self_attn.\(rawValue).weight" }
}

extension ModelConfiguration {
  /// How many numbers such a norm has; nil where there is none.
  public func size(of norm: HeadNorm) -> Int? {
    switch features.headNorms {
    case .none: nil
    case .each: headSize
    case .together: norm == .query ? attentionSize : keyValueSize
    }
  }
}
