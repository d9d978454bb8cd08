import Files
import Tensors

extension Measurement {
  /// Products with one matrix: of a few rows, as generation makes them, where memory or arithmetic is the limit, whichever is nearer; and
  /// over weights in blocks, which cost work and save reading.
  func measureProducts() throws(Diagnostic) -> SectionResult {
    let plain = WeightSubject(.f16, isQuick: isQuick, rows: 512, on: pool)
    var result = SectionResult(
      figures: try [1, 2, 4, 8, 16].map { (rows) throws(Diagnostic) in
        try fewRows(rows, of: plain)
      })
    for (format, goal) in [(WeightFormat.q80, 1.5), (.q41, nil), (.q4k, 2), (.q6k, nil)] as [(WeightFormat, Double?)] {
      let blocks = WeightSubject(format, isQuick: isQuick, rows: 512, on: pool)
      let single = try Interleaving(rounds: repeats, ceiling: { plain.rate(rows: 1, times: 8) }) {
        blocks.rate(rows: 1, times: 8)
      }
      let many = try Interleaving(rounds: repeats, ceiling: matrixRate) { () throws(Diagnostic) in
        blocks.rate(rows: 512, times: 1) * blocks.operations(rows: 512) / 1e9
      }
      result.figures += [
        Figure("1 row by \(format.rawValue)", single, "1/s", ceiling: "f16", goal: goal.map { .ratioAtLeast($0) }),
        Figure("512 rows by \(format.rawValue)", many, "GFLOP/s", ceiling: matrixName, goal: .ratioAtLeast(0.85)),
      ]
    }
    return result
  }

  private func fewRows(_ rows: Int, of subject: WeightSubject) throws(Diagnostic) -> Figure {
    let bytes = Double(subject.matrix.byteCount) / 1e9, operations = subject.operations(rows: rows) / 1e9
    let turns = try Interleaving(
      rounds: repeats,
      ceiling: { () throws(Diagnostic) in try min(readingRate() / bytes, matrixRate() / operations) },
      work: { subject.rate(rows: rows, times: 8) })
    return Figure(
      "\(rows) row\(rows == 1 ? "" : "s") by f16", turns, "1/s", ceiling: "read or sgemm",
      goal: .ratioAtLeast(rows == 1 ? 0.85 : 0.8))
  }
}
