import Glibc
import Tensors

/// What a dispersal did to a corpus, in numbers.
public struct DispersalDiagnostics: Sendable, Equatable {
  /// Records of each cluster.
  public let sizes: [Int]
  /// exp of the entropy of the sizes: K where they are equal.
  public let effectiveCount: Double
  /// In the order in which they first occur.
  public let sources: [String]
  /// Records of each source (rows) in each cluster (columns).
  public let contingency: [[Int]]
  /// Mutual information of source and cluster over the mean of their entropies; nil where one of them has a single
  /// value.
  public let sourceInformation: Double?
  /// Mean silhouette by cosine distance over all records (0 for those that are alone); nil without embeddings or with
  /// one cluster.
  /// Source: Rousseeuw, J. Comput. Appl. Math. 20, 1987. Nothing is sampled: the mean of 1 - x·y over a cluster is 1 -
  /// x·(mean of the cluster), so it costs no more than an iteration of k-means.
  public let silhouette: Double?

  public init(_ clustering: Clustering, _ request: DispersalRequest) {
    var sizes = [Int](repeating: 0, count: clustering.count)
    for label in clustering.labels { sizes[label] += 1 }
    self.sizes = sizes
    effectiveCount = exp(Self.entropy(sizes))
    sources = request.sources.distinct
    let numbers = Dictionary(uniqueKeysWithValues: sources.enumerated().map { ($1, $0) })
    var table = [[Int]](repeating: [Int](repeating: 0, count: clustering.count), count: sources.count)
    for (source, label) in zip(request.sources, clustering.labels) { table[numbers[source] ?? 0][label] += 1 }
    contingency = table
    let rows = Self.entropy(table.map { $0.reduce(0, +) }), columns = Self.entropy(sizes)
    let both = Self.entropy(table.flatMap { $0 })
    sourceInformation = rows > 0 && columns > 0 ? max(0, rows + columns - both) / ((rows + columns) / 2) : nil
    silhouette = request.embeddings.flatMap { Self.silhouette(clustering, sizes, UnitVectors($0)) }
  }

  /// In nats.
  private static func entropy(_ counts: [Int]) -> Double {
    let total = Double(counts.reduce(0, +))
    return counts.reduce(0) { sum, count in
      count == 0 ? sum : sum - Double(count) / total * log(Double(count) / total)
    }
  }

  private static func silhouette(_ clustering: Clustering, _ sizes: [Int], _ vectors: UnitVectors) -> Double? {
    let k = sizes.count, labels = vectors.records.map { clustering.labels[$0] }
    guard sizes.count(where: { $0 > 0 }) > 1 else { return nil }
    let sums = vectors.sums(of: labels, count: k), means = FloatBuffer(count: sums.count)
    for (place, sum) in sums.enumerated() { means[place] = Float(sum / Double(max(1, sizes[place / vectors.width]))) }
    let products = vectors.products(with: means, count: k)
    var total = 0.0
    for row in 0..<vectors.count where sizes[labels[row]] > 1 {
      let own = labels[row], size = Double(sizes[own])
      func distance(_ cluster: Int) -> Double { max(0, 1 - Double(products[row * k + cluster])) }
      // The record itself, at distance 0, is in its own cluster's mean and does not count.
      let inside = distance(own) * size / (size - 1)
      var outside = Double.infinity
      for cluster in 0..<k where cluster != own && sizes[cluster] > 0 { outside = min(outside, distance(cluster)) }
      let larger = max(inside, outside)
      if larger > 0 { total += (outside - inside) / larger }
    }
    return total / Double(vectors.count)
  }
}
