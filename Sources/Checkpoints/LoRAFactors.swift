/// One adapted projection: the weight becomes W + scaling * B * A, applied beside W and never merged into it.
public struct LoRAFactors: Sendable {
  public var layer: Int
  public var projection: Projection
  /// (rank, inputs)
  public var a: TensorView
  /// (outputs, rank)
  public var b: TensorView
  /// alpha / rank, or alpha / sqrt(rank) with rslora.
  public var scaling: Double

  public var rank: Int { a.shape[0] }
}
