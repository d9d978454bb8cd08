import Reporting
import Statistics

/// The analysis for a terminal.
extension TaxAnalysis {
  /// In so many columns.
  public func text(width: Int) -> String {
    var text = ""
    for group in groups {
      text += TextTable([.left], rows: [[SafeText.line("\(group.title): scores by \(group.across)")]]).text(
        width: width)
      text += "\n"
      text += Self.losses(group).text(width: width)
      if group.curves.contains(where: { $0.change != nil }) { text += "\n" + Self.bends(group).text(width: width) }
      text += "\n" + Self.values(group).text(width: width) + "\n"
    }
    return text + TextTable([.left], rows: (words + notes).map { [SafeText.line($0)] }).text(width: width)
  }

  /// What the columns mean.
  private var words: [String] {
    var words = [
      "last - peak: what is lost; the peak was picked because it is high, which alone makes a loss",
      "last - half: against the point nearest to half of the last one, which nobody picked",
    ]
    let curves = groups.flatMap(\.curves)
    if curves.contains(where: { $0.corrected != nil }) {
      words.append("picking: how much of the loss having picked the peak makes, by drawing items again")
    }
    if curves.contains(where: { $0.change != nil }) {
      words.append(
        "bend: where two straight lines that meet fit best; p: of so sharp a bend by chance, by permutation; points that err "
          + "together make it too small; Holm: over all curves")
    }
    return words
  }

  static func name(_ curve: TaxCurve) -> String {
    SafeText.line(curve.metric.isEmpty ? curve.task : "\(curve.task), \(curve.metric)")
  }

  /// A place on the axis, without a fraction where it has none.
  static func place(_ x: Double) -> String { Int(exactly: x).map { "\($0)" } ?? "\(x)" }

  private static func losses(_ group: Group) -> TextTable {
    let hasItems = group.curves.contains { $0.corrected != nil }
    var table = TextTable(
      [.left, .right, .right, .right, .right, .right, .left, .left, .left] + (hasItems ? [.right] : []))
    let titles = [
      "task, metric", "n", "first", "peak", "at", "last", "last - peak [95 %]", "last - first [95 %]",
      "last - half [95 %]",
    ]
    table.add(titles + (hasItems ? ["picking"] : []))
    for curve in group.curves {
      guard let first = curve.points.first, let last = curve.points.last else { continue }
      let peak = curve.points[curve.peak], items = first.items.map { "\($0)" } ?? ""
      var cells = [name(curve), items, Quantity.fraction(first.value), Quantity.fraction(peak.value), place(peak.x)]
      cells += [Quantity.fraction(last.value), curve.tax.map(told) ?? "it is the peak"]
      cells += [curve.gain.map(told) ?? "", curve.second.map(told) ?? ""]
      if hasItems { cells.append(curve.corrected.map { Quantity.fraction($0.bias) } ?? "") }
      table.add(cells)
    }
    return table
  }

  private static func told(_ step: TaxCurve.Step) -> String {
    func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + Quantity.fraction(value) }
    guard let interval = step.interval else { return signed(step.value) }
    return "\(signed(step.value)) [\(signed(interval.lowerBound)), \(signed(interval.upperBound))]"
  }

  private static func bends(_ group: Group) -> TextTable {
    var table = TextTable([.left, .right, .right, .right, .right, .right])
    table.add(["task, metric", "bend at", "slope before", "slope after", "p", "Holm"])
    for curve in group.curves {
      guard let change = curve.change else { continue }
      // A slope is that over the whole axis: a score's change from one end to the other.
      let span = (curve.points.last?.x ?? 0) - (curve.points.first?.x ?? 0)
      table.add([
        name(curve), place(change.place), Quantity.fraction(change.before * span),
        Quantity.fraction(change.after * span), Quantity.fraction(change.probability),
        curve.adjusted.map(Quantity.fraction) ?? "",
      ])
    }
    return table
  }

  private static func values(_ group: Group) -> TextTable {
    var table = TextTable([.right] + group.curves.map { _ in .right })
    table.add([group.across] + group.curves.map(name))
    for x in Set(group.curves.flatMap { $0.points.map(\.x) }).sorted() {
      table.add(
        [place(x)]
          + group.curves.map { curve in
            curve.points.first { $0.x == x }.map { Quantity.fraction($0.value) } ?? ""
          })
    }
    return table
  }
}
