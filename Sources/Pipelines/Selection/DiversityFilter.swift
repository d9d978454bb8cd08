import Files
import Tensors

/// Deita's filter of the alike (arXiv:2312.15685, section 4): from the best down, a record is accepted unless its cosine to one that was accepted
/// before is above a bound.
enum DiversityFilter {
  struct Outcome: Equatable {
    /// Rows, in their order.
    var accepted: [Int] = []
    /// For each rejected row the accepted one that it is most like; of several the first.
    var likeness: [Int: Int] = [:]
  }

  /// - Parameters:
  ///   - vectors: (rows, width) of length 1, the best first.
  ///   - most: how many are accepted at the most.
  static func apply(
    _ vectors: FloatBuffer, width: Int, above bound: Double, most: Int, on pool: ThreadPool,
    observe: (_ row: Int) throws(Diagnostic) -> Void = { _ in }
  ) throws(Diagnostic) -> Outcome {
    let rows = vectors.count / width
    let accepted = FloatBuffer(count: min(rows, most) * width), cosines = FloatBuffer(count: min(rows, most))
    var outcome = Outcome()
    for row in 0..<rows where outcome.accepted.count < most {
      try observe(row)
      let own = vectors.base + row * width, known = outcome.accepted.count
      if known > 0 {
        let matrix = WeightMatrix(data: accepted.base, format: .f32, rows: known, columns: width, owner: accepted)
        pool.multiply(own, rows: 1, by: matrix, into: cosines.base)
      }
      var nearest: Int?
      for place in 0..<known where cosines[place] > cosines[nearest ?? place] || nearest == nil { nearest = place }
      if let nearest, Double(cosines[nearest]) > bound {
        outcome.likeness[row] = outcome.accepted[nearest]
      } else {
        (accepted.base + known * width).update(from: own, count: width)
        outcome.accepted.append(row)
      }
    }
    withExtendedLifetime(vectors) {}
    return outcome
  }
}
