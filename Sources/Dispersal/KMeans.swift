import Statistics
import Tensors

/// Lloyd's iterations over unit vectors, until no label changes.
struct KMeans {
  enum Geometry {
    /// Centroids have length 1, and the nearest is the one with the largest cosine. Source: Dhillon and Modha, Machine
    /// Learning 42, 2001 (spherical k-means).
    case spherical
    /// Centroids are means; distances are squared Euclidean.
    case euclidean
  }

  let vectors: UnitVectors
  let count: Int
  let geometry: Geometry
  /// (count, width)
  private(set) var centroids: FloatBuffer
  private(set) var labels: [Int] = []
  /// After each iteration: the sum of 1 - cosine, or of squared distances, to the nearest centroid.
  private(set) var objectives: [Double] = []

  init(_ vectors: UnitVectors, geometry: Geometry, beginningAt rows: [Int]) {
    self.vectors = vectors
    self.geometry = geometry
    count = rows.count
    centroids = UnitVectors(vectors, rows: rows).values
  }

  mutating func run(iterations: Int) {
    for _ in 0..<iterations {
      var (nearest, scores) = assigned(vectors)
      objectives.append(scores.reduce(0) { $0 + distance($1) })
      if geometry == .spherical { fillEmpty(&nearest, scores) }
      if nearest == labels { return }
      labels = nearest
      moveCentroids()
    }
  }

  /// The nearest centroid of each row and how near it is: the cosine, or x·c - |c|²/2.
  func assigned(_ vectors: UnitVectors) -> (labels: [Int], scores: [Float]) {
    let products = vectors.products(with: centroids, count: count), offsets = offsets
    var labels = [Int](repeating: 0, count: vectors.count)
    var scores = [Float](repeating: 0, count: vectors.count)
    for row in 0..<vectors.count {
      var best = 0, score = -Float.infinity
      for cluster in 0..<count {
        let own = products[row * count + cluster] - offsets[cluster]
        if own > score { (best, score) = (cluster, own) }
      }
      labels[row] = best
      scores[row] = score
    }
    return (labels, scores)
  }

  private var offsets: [Float] {
    guard geometry == .euclidean else { return [Float](repeating: 0, count: count) }
    return (0..<count).map { cluster in
      let values = UnsafeBufferPointer(start: centroids.base + cluster * vectors.width, count: vectors.width)
      return Float(values.reduce(0) { $0 + Double($1) * Double($1) } / 2)
    }
  }

  private func distance(_ score: Float) -> Double {
    geometry == .spherical ? 1 - Double(score) : max(0, 1 - 2 * Double(score))
  }

  /// Gives each empty cluster the row that lies farthest from its own centroid, out of those that are not alone.
  private func fillEmpty(_ labels: inout [Int], _ scores: [Float]) {
    var sizes = [Int](repeating: 0, count: count)
    for label in labels { sizes[label] += 1 }
    var scores = scores
    for cluster in 0..<count where sizes[cluster] == 0 {
      var farthest: Int?
      for row in labels.indices where sizes[labels[row]] > 1 && scores[row] < farthest.map({ scores[$0] }) ?? .infinity
      {
        farthest = row
      }
      guard let farthest else { return }
      sizes[labels[farthest]] -= 1
      sizes[cluster] = 1
      labels[farthest] = cluster
      scores[farthest] = 1
    }
  }

  private mutating func moveCentroids() {
    let width = vectors.width, sums = vectors.sums(of: labels, count: count)
    var sizes = [Int](repeating: 0, count: count)
    for label in labels { sizes[label] += 1 }
    let moved = FloatBuffer(count: count * width)
    for cluster in 0..<count {
      let sum = sums[cluster * width..<(cluster + 1) * width]
      let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let divisor = geometry == .spherical ? length : Double(sizes[cluster])
      for (column, value) in sum.enumerated() {
        // Vectors that cancel out, or none at all, leave a centroid where it is.
        let place = cluster * width + column
        moved[place] = divisor > 1e-12 ? Float(value / divisor) : centroids[place]
      }
    }
    centroids = moved
    if geometry == .euclidean { splitForEmpty(&sizes) }
  }

  /// Deviation: faiss draws which cluster is split for an empty one; here it is the largest. As there, the two get
  /// centroids that differ by a 1024th, up and down in turn.
  private func splitForEmpty(_ sizes: inout [Int]) {
    let width = vectors.width
    for cluster in 0..<count where sizes[cluster] == 0 {
      guard let largest = sizes.indices.max(by: { sizes[$0] < sizes[$1] }), sizes[largest] > 1 else { return }
      for column in 0..<width {
        let value = centroids[largest * width + column], shift: Float = column % 2 == 0 ? 1 / 1024 : -1 / 1024
        centroids[cluster * width + column] = value * (1 + shift)
        centroids[largest * width + column] = value * (1 - shift)
      }
      sizes[cluster] = sizes[largest] / 2
      sizes[largest] -= sizes[cluster]
    }
  }
}
