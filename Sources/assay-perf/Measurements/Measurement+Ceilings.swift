import Files

extension Measurement {
  /// What the machine can do, by itself.
  func measureCeilings() throws(Diagnostic) -> SectionResult {
    var products: [Double] = [], readings: [Double] = []
    for _ in 0..<repeats {
      try Interruption.check()
      products.append(try matrixRate())
      readings.append(try readingRate())
    }
    return SectionResult(figures: [
      Figure(matrixName, Spread(products), "GFLOP/s"), Figure("streaming read", Spread(readings), "GB/s"),
    ])
  }
}
