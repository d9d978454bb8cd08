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
        "The tax: fine-tuning on the whole corpus (\(row.model.name)) \(Self.change(difference, "the base")).")
    }
    for contrast in contrasts where contrast.merge.role == .merge {
      switch contrast.other.role {
      case .vanilla:
        sentences.append("Disperse-Then-Merge (\(contrast.merge.name)) \(Self.change(contrast.difference, "vanilla")).")
      case .normMatched:
        sentences.append(
          "Disperse-Then-Merge (\(contrast.merge.name)) \(Self.change(contrast.difference, contrast.other.name)); "
            + "that control is vanilla's update made shorter or longer, and costs nothing.")
      default: continue
      }
    }
    for merge in rows where merge.model.role == .merge { sentences += skill(merge).map { [$0] } ?? [] }
    return sentences.map { $0 + "\n" }.joined()
  }

  /// A gain may be bought with what was to be learned: the loss on held-out records of base, vanilla and a merge.
  private func skill(_ merge: Row) -> String? {
    func loss(_ row: Row?) -> String? { row?.heldOut?.loss.map { Quantity.fraction($0.value) } }
    guard let own = loss(merge), let base = loss(rows.first { $0.model.role == .base }),
      let vanilla = loss(rows.first { $0.model.role == .vanilla && $0.model.seed == merge.model.seed })
    else { return nil }
    return "The skill: on held-out records the base has a loss of \(base), vanilla \(vanilla), Disperse-Then-Merge "
      + "(\(merge.model.name)) \(own)."
  }

  /// "gains 3.1 points on the base; …", in points of the mean over tasks.
  private static func change(_ difference: SampleMean, _ other: String) -> String {
    let points = Self.points(abs(difference.value))
    guard let interval = difference.interval95 else {
      return "is \(points) points \(difference.value < 0 ? "below" : "above") \(other), an interval is not to be had"
    }
    let range = "95 % interval \(Self.points(interval.lowerBound)) to \(Self.points(interval.upperBound))"
    if interval.lowerBound > 0 { return "gains \(points) points on \(other) (\(range))" }
    if interval.upperBound < 0 { return "loses \(points) points to \(other) (\(range))" }
    return "shows no difference to \(other) on so few items (\(range))"
  }

  private static func points(_ value: Double) -> String {
    let tenths = Int((value * 1000).rounded())
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
