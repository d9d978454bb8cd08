import Statistics

extension MetricComparison {
  /// Corrects the probabilities of all that decides together, and of the rest together, and gives each its verdict.
  ///
  /// A drop is red where it is one with a probability of error of at most alpha, Holm's correction among all that decides, and a drop of
  /// the margin is not excluded; it passes where that is excluded. Everything else cannot be told.
  static func judge(_ comparisons: inout [MetricComparison], _ policy: GatePolicy) {
    for isGated in [true, false] {
      let places = comparisons.indices.filter { comparisons[$0].isGated == isGated }
      let adjusted = Holm.adjusted(places.map { comparisons[$0].worse })
      for (place, probability) in zip(places, adjusted) {
        comparisons[place].adjusted = probability
        comparisons[place].judge(policy)
      }
    }
  }

  /// Whether a drop of the margin is possible at all: a score near 0 has nothing to lose, and that it lost nothing says nothing.
  var canFall: Bool { kind == .likelihood || reference >= margin }

  private mutating func judge(_ policy: GatePolicy) {
    // Sums of thousands of products that are equal to the bit are no accident: the two models did the same.
    let isWithin = largestDrop.map { $0 < margin } ?? false || (kind == .likelihood && isUnchanged)
    verdict = isWithin && canFall ? .pass : adjusted <= policy.alpha && difference < 0 ? .regression : .cannotTell
  }

  /// Says of each what it would have shown: the least drop that would be red, with the policy's power, were it the only one.
  static func tellDetectable(_ comparisons: inout [MetricComparison], _ policy: GatePolicy) {
    for isGated in [true, false] {
      let places = comparisons.indices.filter { comparisons[$0].isGated == isGated }
      for place in places { comparisons[place].tellDetectable(policy, among: places.count) }
    }
  }

  private mutating func tellDetectable(_ policy: GatePolicy, among count: Int) {
    guard canFall else { return }
    let rule = NonInferiority(level: policy.alpha / Double(count), margin: margin, bound: policy.alpha)
    detectable =
      if let split, test.hasPrefix("McNemar") {
        rule.detectable(
          count: items, discordance: Double(split.lost + split.gained) / Double(max(1, items)), isMidP: !policy.isExact,
          power: policy.power)
      } else {
        deviation.flatMap { rule.detectable(standardError: $0, units: units, power: policy.power) }
      }
  }
}
