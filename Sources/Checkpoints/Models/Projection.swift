/// The seven linear maps of a decoder layer, by the names that Hugging Face gives them.
public enum Projection: String, Sendable, CaseIterable {
  case q = "q_proj"
  case k = "k_proj"
  case v = "v_proj"
  case o = "o_proj"
  case gate = "gate_proj"
  case up = "up_proj"
  case down = "down_proj"

  /// The part of the layer it stands in.
  public var block: String {
    switch self {
    case .q, .k, .v, .o: "self_attn"
    case .gate, .up, .down: "mlp"
    }
  }

  /// `model.layers.3.mlp.up_proj`
  public func moduleName(layer: Int) -> String { "model.layers.\(layer).\(block).\(rawValue)" }
}
