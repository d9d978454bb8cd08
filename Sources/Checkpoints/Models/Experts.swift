/// Feed-forward blocks of which each token takes a few. Sources: arXiv:1701.06538; arXiv:2409.02060 (OLMoE), arXiv:2505.09388
/// (Qwen3-MoE).
public struct Experts: Sendable, Equatable {
  public var count: Int
  /// How many a token takes: those with the greatest probabilities.
  public var chosen: Int
  public var intermediateSize: Int
  /// Whether the probabilities of those are divided by their sum.
  public var normalizes: Bool
  /// Layers that have one block for all tokens instead.
  public var denseLayers: Set<Int>

  public init(count: Int, chosen: Int, intermediateSize: Int, normalizes: Bool, denseLayers: Set<Int> = []) {
    self.count = count
    self.chosen = chosen
    self.intermediateSize = intermediateSize
    self.normalizes = normalizes
    self.denseLayers = denseLayers
  }

  /// What chooses: (count, hidden size).
  public static func routerName(layer: Int) -> String { "model.layers.\(layer).mlp.gate.weight" }

  /// `model.layers.3.mlp.experts.7.up_proj.weight`
  public static func weightName(layer: Int, expert: Int, _ projection: Projection) -> String {
    "model.layers.\(layer).mlp.experts.\(expert).\(projection.rawValue).weight"
  }
}

extension ModelConfiguration {
  /// The experts of a layer; nil where it has one block for all tokens.
  public func experts(ofLayer layer: Int) -> Experts? {
    features.experts.flatMap { $0.denseLayers.contains(layer) ? nil : $0 }
  }

  /// Rows and columns of an expert's weight.
  public func shape(of projection: Projection, in experts: Experts) -> [Int] {
    projection == .down ? [hiddenSize, experts.intermediateSize] : [experts.intermediateSize, hiddenSize]
  }
}
