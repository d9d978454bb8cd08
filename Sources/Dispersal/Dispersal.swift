public import Files

/// A way to cut a corpus into clusters. An open set: one more is one static instance, and its place in `all`.
public struct Dispersal: Sendable {
  public let name: String
  /// A line for people.
  public let help: String
  /// Whether it looks at embeddings.
  public let needsEmbeddings: Bool
  /// Whether the number of clusters is asked for; else it follows from the corpus.
  public let takesCount: Bool
  /// One label for each record, 0 ..< its number of clusters.
  let assign: @Sendable (DispersalRequest) throws(Diagnostic) -> Clustering

  init(
    _ name: String, _ help: String, needsEmbeddings: Bool = false, takesCount: Bool = true,
    assign: @escaping @Sendable (DispersalRequest) throws(Diagnostic) -> Clustering
  ) {
    self.name = name
    self.help = help
    self.needsEmbeddings = needsEmbeddings
    self.takesCount = takesCount
    self.assign = assign
  }

  public static let all = [random, independent, stratified, source, kMeans, faissKMeans]

  /// Throws where there would be more clusters than records.
  public func check(_ count: Int, records: Int) throws(Diagnostic) {
    guard takesCount, !(1...max(1, records)).contains(count) else { return }
    throw Diagnostic(
      "k", "\(count) clusters of \(records) records", expected: "a number from 1 to that of the records",
      status: .wrongUsage)
  }

  /// Cuts the records of a request. Throws where there are more clusters than records.
  public func callAsFunction(_ request: DispersalRequest) throws(Diagnostic) -> Clustering {
    precondition(!needsEmbeddings || request.embeddings != nil, "\(name) needs embeddings")
    try check(request.count, records: request.sources.count)
    return try assign(request)
  }
}

/// Labels, and what is known of how they came about.
public struct Clustering: Sendable, Equatable {
  /// One for each record, in the corpus's order.
  public var labels: [Int]
  public var count: Int
  /// Sum over all records of the distance to their centroid, after each iteration of the best restart: 1 - cosine, or
  /// squared Euclidean for `kmeans-faiss`; empty for other ways.
  public var objectives: [Double] = []
  /// What the clusters stand for, where they have names.
  public var names: [String] = []

  public init(labels: [Int], count: Int) {
    self.labels = labels
    self.count = count
  }
}
