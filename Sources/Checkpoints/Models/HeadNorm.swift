/// The norms on the heads of queries and keys, by the names that Hugging Face gives them.
public enum HeadNorm: String, Sendable, CaseIterable {
  case query = "q_norm"
  case key = "k_norm"

  /// `model.layers.3.self_attn.q_norm.weight`
  public func name(layer: Int) -> String { "model.layers.\(layer).self_attn.\(rawValue).weight" }
}
