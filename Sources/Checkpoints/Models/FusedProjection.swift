/// Projections of a layer that are stored as one weight.
public enum FusedProjection: String, Sendable, CaseIterable {
  /// Of Baichuan.
  case pack = "W_pack"
  /// Of Phi-3.
  case qkv = "qkv_proj"
  case gateUp = "gate_up_proj"
  /// Of GPT-NeoX: its rows stand head by head, those of queries, keys and values of each.
  case queryKeyValue = "query_key_value"
  /// Of GPT-2.
  case attention = "c_attn"

  /// In the order of their rows; where these stand head by head, within each head.
  public var parts: [Projection] {
    switch self {
    case .pack, .qkv, .queryKeyValue, .attention: [.q, .k, .v]
    case .gateUp: [.gate, .up]
    }
  }

  /// `model.layers.3.self_attn.qkv_proj`
  public func moduleName(layer: Int) -> String {
    switch self {
    case .queryKeyValue: "gpt_neox.layers.\(layer).attention.\(rawValue)"
    case .attention: "h.\(layer).attn.\(rawValue)"
    default: "model.layers.\(layer).\(parts[0].block).\(rawValue)"
    }
  }
}

extension ModelConfiguration {
  /// Those of the family; all others are stored by themselves.
  public var fusions: [FusedProjection] { ModelFamily.of(architecture).fusions }

  /// The weight that holds a projection beside others; nil where it is stored by itself.
  public func fusion(of projection: Projection) -> FusedProjection? {
    fusions.first { $0.parts.contains(projection) }
  }

  /// Outputs and inputs of such a weight.
  public func shape(of fusion: FusedProjection) -> [Int] {
    [fusion.parts.reduce(0) { $0 + shape(of: $1)[0] }, hiddenSize]
  }

  /// For each output of the parts, one part behind the other, its row as it is stored; nil where that is its own number.
  public func storedRows(of fusion: FusedProjection) -> [Int]? {
    guard fusion == .queryKeyValue else { return nil }
    return fusion.parts.indices.flatMap { part in
      (0..<headCount).flatMap { head in
        (0..<headSize).map { (fusion.parts.count * head + part) * headSize + $0 }
      }
    }
  }
}
