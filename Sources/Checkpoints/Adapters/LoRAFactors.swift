/// One adapted projection: the weight becomes W + scaling * B * A, applied beside W and never merged into it.
public struct LoRAFactors: Sendable {
  public var layer: Int
  public var projection: Projection
  /// Of the weight that the projection is, or is a part of: `model.layers.3.mlp.up_proj`.
  public var moduleName: String
  /// (rank, inputs); of several experts one below the other, each with the adapter's rank.
  public var a: TensorView
  /// (outputs, rank); of several experts side by side.
  public var b: TensorView
  /// alpha / rank, or alpha / sqrt(rank) with rslora; the rank of one expert.
  public var scaling: Double
  /// (outputs), of DoRA (arXiv:2402.09353, eq. 5): each row of the adapted weight has this length. nil without DoRA.
  public var magnitude: TensorView?
  /// (experts, inputs), of LoRAMoE (arXiv:2312.09979, section 3.2): what expert i adds is multiplied by the i-th number of
  /// softmax(router x). nil without experts.
  public var router: TensorView?

  /// Rows of A: of all experts together.
  public var rank: Int { a.shape[0] }
}

/// LoRA on what stands before or behind the layers. As PEFT lays the two out, the factors of an embedding are
/// the transposes of those of a linear map.
public struct TableFactors: Sendable {
  public enum Table: String, Sendable, CaseIterable {
    /// The table becomes E + scaling * (B * A)ᵀ.
    case embedding = "model.embed_tokens"
    /// The output layer becomes W + scaling * B * A.
    case head = "lm_head"
  }

  public var table: Table
  /// Of the embedding (rank, vocabulary), of the head (rank, hidden size).
  public var a: TensorView
  /// Of the embedding (hidden size, rank), of the head (vocabulary, rank).
  public var b: TensorView
  public var scaling: Double
  /// Of DoRA: of the embedding (hidden size), the lengths of its columns; of the head (vocabulary), those of its rows.
  public var magnitude: TensorView?

  public var rank: Int { a.shape[0] }
}
