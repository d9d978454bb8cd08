public import Tensors

/// What a dispersal is asked to cut, and how.
public struct DispersalRequest: @unchecked Sendable {
  /// The source of each record, in the corpus's order.
  public var sources: [String]
  /// Number of clusters, K.
  public var count: Int
  public var seed: UInt64
  /// Of k-means.
  public var restarts = 10
  /// The most of k-means; nil: what the way itself usually does.
  public var iterations: Int?
  /// Whether clusters of k-means are made equally large.
  public var isBalanced = false
  /// Vectors of length 1, (records, width). Nobody writes to them while a request lives, hence it may be shared.
  public var embeddings: Embeddings?

  public struct Embeddings {
    public var vectors: FloatBuffer
    public var width: Int
    public var pool: ThreadPool

    public init(vectors: FloatBuffer, width: Int, pool: ThreadPool) {
      self.vectors = vectors
      self.width = width
      self.pool = pool
    }
  }

  public init(sources: [String], count: Int, seed: UInt64, embeddings: Embeddings? = nil) {
    precondition(
      embeddings.map { $0.vectors.count == sources.count * $0.width } ?? true, "one vector for each record")
    self.sources = sources
    self.count = count
    self.seed = seed
    self.embeddings = embeddings
  }
}
