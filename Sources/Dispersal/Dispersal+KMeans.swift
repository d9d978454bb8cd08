import Statistics

extension Dispersal {
  /// Spherical k-means++ over the embeddings; of several restarts the one with the smallest sum of 1 - cosine.
  public static let kMeans = Dispersal(
    "kmeans", "k-means by cosine, k-means++, the best of several restarts", needsEmbeddings: true
  ) { request in
    guard let vectors = request.embeddings.map(UnitVectors.init) else { return Clustering(labels: [], count: 0) }
    var best: KMeans?
    for restart in 0..<max(1, request.restarts) {
      let key = KeyedRandom.key(request.seed, KeyedRandom.number(of: "k-means"), UInt64(restart))
      var run = KMeans(
        vectors, geometry: .spherical,
        beginningAt: KMeansSeeding.spread(vectors, count: request.count, key: key))
      run.run(iterations: request.iterations ?? 300)
      if run.final < best?.final ?? .infinity { best = run }
    }
    return clustering(best, vectors, isBalanced: request.isBalanced)
  }

  /// As the paper's released code uses faiss: Euclidean k-means over the unit vectors from random rows, one run, on
  /// 256 rows a cluster where there are more; then every record goes to the nearest centroid.
  ///
  /// Deviation: the draws are ours; faiss's own generator is not imitated.
  public static let faissKMeans = Dispersal(
    "kmeans-faiss", "k-means as the paper's code calls faiss: Euclidean, random start, 256 records a cluster",
    needsEmbeddings: true
  ) { request in
    guard let vectors = request.embeddings.map(UnitVectors.init) else { return Clustering(labels: [], count: 0) }
    let key = KeyedRandom.key(request.seed, KeyedRandom.number(of: "faiss"))
    let most = 256 * request.count
    let sample =
      vectors.count > most
      ? UnitVectors(vectors, rows: KMeansSeeding.any(vectors, count: most, key: key).sorted()) : vectors
    var run = KMeans(
      sample, geometry: .euclidean,
      beginningAt: KMeansSeeding.any(sample, count: request.count, key: KeyedRandom.key(key, 1)))
    run.run(iterations: request.iterations ?? 1500)
    return clustering(run, vectors, isBalanced: request.isBalanced)
  }

  private static func clustering(_ run: KMeans?, _ vectors: UnitVectors, isBalanced: Bool) -> Clustering {
    guard let run else { return Clustering(labels: [], count: 0) }
    var rows =
      run.labels.count == vectors.count && run.geometry == .spherical ? run.labels : run.assigned(vectors).labels
    if isBalanced {
      rows = BalancedAssignment.labels(
        vectors.products(with: run.centroids, count: run.count), rows: vectors.count, clusters: run.count)
    }
    var clustering = Clustering(labels: vectors.labels(rows), count: run.count)
    clustering.objectives = run.objectives
    return clustering
  }
}

extension KMeans {
  fileprivate var final: Double { objectives.last ?? .infinity }
}
