import Statistics

extension Dispersal {
  /// A shuffled corpus dealt out in turn: sizes differ by one at most.
  public static let random = Dispersal("random", "shuffled and dealt out: clusters of equal size") { request in
    let order = KeyedRandom.permutation(key(request), count: request.sources.count)
    return dealt(order, request)
  }

  /// A label of its own for each record, as the paper's released code draws them: sizes are binomial.
  public static let independent = Dispersal("random-iid", "each record's cluster is drawn on its own") { request in
    let key = key(request)
    let labels = request.sources.indices.map { place in
      Int(KeyedRandom.word(key, place).multipliedFullWidth(by: UInt64(request.count)).high)
    }
    return Clustering(labels: labels, count: request.count)
  }

  /// Shuffled within each source, then dealt out source after source: every source is spread over all clusters.
  public static let stratified = Dispersal("random-stratified", "shuffled and dealt out, each source by itself") {
    request in
    var members: [String: [Int]] = [:]
    for (index, source) in request.sources.enumerated() { members[source, default: []].append(index) }
    var order: [Int] = []
    for source in request.sources.distinct {
      let own = members[source] ?? []
      let key = KeyedRandom.key(request.seed, KeyedRandom.number(of: "disperse"), KeyedRandom.number(of: source))
      order += KeyedRandom.permutation(key, count: own.count).map { own[$0] }
    }
    return dealt(order, request)
  }

  private static func key(_ request: DispersalRequest) -> UInt64 {
    KeyedRandom.key(request.seed, KeyedRandom.number(of: "disperse"))
  }

  private static func dealt(_ order: [Int], _ request: DispersalRequest) -> Clustering {
    var labels = [Int](repeating: 0, count: order.count)
    for (place, record) in order.enumerated() { labels[record] = place % request.count }
    return Clustering(labels: labels, count: request.count)
  }
}
