/// Projections of a layer that are stored as one weight, the rows of one behind those of the other.
public enum FusedProjection: String, Sendable, CaseIterable {
  /// Of Baichuan.
  case pack = "W_pack"
  /// Of Phi-3.
  case qkv = "qkv_proj"
  case gateUp = "gate_up_proj"

  /// In the order of their rows.
  public var parts: [Projection] {
    switch self {
    case .pack, .qkv: [.q, .k, .v]
    case .gateUp: [.gate, .up]
    }
  }

  /// `model.layers.3.self_attn.qkv_proj`
  public func moduleName(layer: Int) -> String { "model.layers.\(layer).\(parts[0].block).\(rawValue)" }
}

extension ModelConfiguration {
  /// Those of the family; all others are stored by themselves.
  public var fusions: [FusedProjection] { ModelFamily.of(architecture).fusions }

  /// The weight that holds a projection beside others; nil where it is stored by itself.
  public func fusion(of projection: Projection) -> FusedProjection? {
    fusions.first { $0.parts.contains(projection) }
  }

  /// Rows and columns of such a weight.
  public func shape(of fusion: FusedProjection) -> [Int] {
    [fusion.parts.reduce(0) { $0 + shape(of: $1)[0] }, hiddenSize]
  }
}
