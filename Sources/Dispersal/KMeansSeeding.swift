import Statistics
import Tensors

/// Rows that k-means begins at.
enum KMeansSeeding {
  /// k-means++: the first row is drawn evenly, each further one in proportion to its distance, 1 - cosine, from the
  /// nearest row that was drawn before. Source: Arthur and Vassilvitskii, SODA 2007; half the squared distance of unit
  /// vectors is 1 - cosine.
  static func spread(_ vectors: UnitVectors, count: Int, key: UInt64) -> [Int] {
    var rows = [Int(KeyedRandom.word(key, 0).multipliedFullWidth(by: UInt64(vectors.count)).high)]
    var distances = [Float](repeating: .infinity, count: vectors.count)
    var isDrawn = [Bool](repeating: false, count: vectors.count)
    isDrawn[rows[0]] = true
    while rows.count < count {
      let products = vectors.products(with: UnitVectors(vectors, rows: [rows[rows.count - 1]]).values, count: 1)
      var total = 0.0
      for row in 0..<vectors.count {
        distances[row] = isDrawn[row] ? 0 : min(distances[row], max(0, 1 - products[row]))
        total += Double(distances[row])
      }
      let next = drawn(distances, isDrawn, total: total, uniform: KeyedRandom.uniform(key, rows.count))
      isDrawn[next] = true
      rows.append(next)
    }
    return rows
  }

  /// Where all that is left lies on what was drawn, the first that was not.
  private static func drawn(_ distances: [Float], _ isDrawn: [Bool], total: Double, uniform: Double) -> Int {
    var rest = uniform * total, last: Int?
    for row in distances.indices where !isDrawn[row] && (distances[row] > 0 || total == 0) {
      last = row
      rest -= Double(distances[row])
      if rest < 0 || total == 0 { return row }
    }
    return last ?? isDrawn.firstIndex(of: false) ?? 0
  }

  /// Any rows, each at most once.
  static func any(_ vectors: UnitVectors, count: Int, key: UInt64) -> [Int] {
    Array(KeyedRandom.permutation(key, count: vectors.count).prefix(count))
  }
}
