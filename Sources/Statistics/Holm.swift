/// Several hypotheses at once.
public enum Holm {
  /// The probabilities, adjusted so that among all hypotheses that hold one is rejected by mistake at most as often as a single one
  /// would be (Holm, Scandinavian Journal of Statistics 6, 1979). In their order.
  public static func adjusted(_ probabilities: [Double]) -> [Double] {
    var result = probabilities, least = 0.0
    for (rank, index) in probabilities.indices.sorted(by: { probabilities[$0] < probabilities[$1] }).enumerated() {
      least = max(least, min(1, Double(probabilities.count - rank) * probabilities[index]))
      result[index] = least
    }
    return result
  }
}
