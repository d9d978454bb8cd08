extension Dispersal {
  /// One cluster for each source, in the order in which they first occur.
  public static let source = Dispersal("source", "one cluster for each source", takesCount: false) { request in
    let names = request.sources.distinct
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var clustering = Clustering(labels: request.sources.map { numbers[$0] ?? 0 }, count: names.count)
    clustering.names = names
    return clustering
  }
}

extension [String] {
  /// Each once, in the order in which they first occur.
  var distinct: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
