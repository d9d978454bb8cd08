import Tensors

/// Rows to clusters of equal size: N / K rounded down or up.
enum BalancedAssignment {
  /// Greedy: the row with the largest lead of its nearest over its second nearest centroid chooses first, and takes
  /// the nearest cluster that has room. Of equal leads the earlier row chooses first.
  /// - Parameter scores: how near each centroid is, (rows, clusters).
  static func labels(_ scores: FloatBuffer, rows: Int, clusters: Int) -> [Int] {
    func score(_ row: Int, _ cluster: Int) -> Float { scores[row * clusters + cluster] }
    let leads = (0..<rows).map { row -> Float in
      var first = -Float.infinity, second = -Float.infinity
      for cluster in 0..<clusters {
        let own = score(row, cluster)
        if own > first {
          (first, second) = (own, first)
        } else if own > second {
          second = own
        }
      }
      return clusters > 1 ? first - second : 0
    }
    let order = (0..<rows).sorted { leads[$0] != leads[$1] ? leads[$0] > leads[$1] : $0 < $1 }
    var labels = [Int](repeating: 0, count: rows), sizes = [Int](repeating: 0, count: clusters)
    // As many clusters as N mod K may have one more.
    var larger = rows % clusters
    for row in order {
      let free = (0..<clusters).filter { sizes[$0] < rows / clusters || (sizes[$0] == rows / clusters && larger > 0) }
      guard let best = free.max(by: { score(row, $0) != score(row, $1) ? score(row, $0) < score(row, $1) : $0 > $1 })
      else { continue }
      if sizes[best] == rows / clusters { larger -= 1 }
      sizes[best] += 1
      labels[row] = best
    }
    return labels
  }
}
