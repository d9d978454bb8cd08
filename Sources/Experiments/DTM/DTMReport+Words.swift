import Files
import Reporting
import Statistics

extension DTMReport {
  /// What happened, in plain words: the tax, each merge against vanilla, and against vanilla scaled to the same length.
  var words: String {
    var sentences: [String] = []
    for row in rows where row.model.role == .vanilla {
      guard let base = rows.first(where: { $0.model.role == .base }),
        let difference = row.scores.difference(to: base.scores)
      else { continue }
      sentences.append(
        "The alignment tax: fine-tuning on the whole corpus (\(row.model.name)) \(Self.change(difference, "the base"))."
      )
    }
    for row in rows where row.model.role == .baseline {
      guard let other = rows.first(where: { $0.model.role == .vanilla && $0.model.seed == row.model.seed }),
        let difference = row.scores.difference(to: other.scores)
      else { continue }
      sentences.append("The baseline \(row.model.name) \(Self.change(difference, "vanilla")).")
    }
    for contrast in contrasts where contrast.merge.role == .merge {
      switch contrast.other.role {
      case .vanilla:
        sentences.append("Disperse-Then-Merge (\(contrast.merge.name)) \(Self.change(contrast.difference, "vanilla")).")
      case .normMatched:
        sentences.append(
          "Disperse-Then-Merge (\(contrast.merge.name)) \(Self.change(contrast.difference, contrast.other.name)); "
            + "that control is vanilla's update scaled, and costs nothing.")
      default: continue
      }
    }
    for seed in rows.filter({ $0.model.role == .vanilla }).map(\.model.seed) {
      sentences += skill(seed: seed).map { [$0] } ?? []
    }
    return sentences.map { $0 + "\n" }.joined()
  }

  /// A gain may be bought with what was to be learned: the losses on held-out records of base, vanilla, baselines and all merges.
  private func skill(seed: Int) -> String? {
    let losses = rows.filter { row in
      row.model.role == .base || (row.model.seed == seed && [.vanilla, .baseline, .merge].contains(row.model.role))
    }.compactMap { row in
      row.heldOut?.loss.map { "\(Quantity.fraction($0.value)) for \(row.model.name)" }
    }
    return losses.isEmpty ? nil : "The skill: the loss on held-out records is \(losses.joined(separator: ", "))."
  }

  /// "gains 3.1 points on the base; …", in points of the mean over tasks.
  private static func change(_ difference: SampleMean, _ other: String) -> String {
    let points = Self.points(abs(difference.value))
    guard let interval = difference.interval95(within: .scoreDifferences) else {
      return "is \(points) points \(difference.value < 0 ? "below" : "above") \(other), an interval is not to be had"
    }
    let range = "95 % interval \(Self.points(interval.lowerBound)) to \(Self.points(interval.upperBound))"
    if interval.lowerBound > 0 { return "gains \(points) points on \(other) (\(range))" }
    if interval.upperBound < 0 { return "loses \(points) points to \(other) (\(range))" }
    return "shows no difference to \(other) (\(range))"
  }

  private static func points(_ value: Double) -> String {
    let tenths = Int(saturating: (value * 1000).rounded())
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
