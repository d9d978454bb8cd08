import Reporting
import Statistics

/// The analysis for a terminal.
extension ErrorAnalysis {
  /// Sets of errors that are told one by one; those behind them are summed up.
  private static let mostRegions = 12

  /// In so many columns.
  public func text(width: Int) -> String {
    var text = Self.lines(["kept, lost and gained against \(rows[against].name)"], width) + "\n"
    text += changes.text(width: width) + "\n"
    text += Self.lines(
      ["kept: right in both; lost: right in \(name(against)) alone; p: two-sided, * below 0.05 by Holm over all lines"],
      width)
    let hasSeveral = families.count > 1
    for (index, family) in families.enumerated() {
      let overlaps = tasks.compactMap { task in task.overlaps[index].map { (task, $0) } }
      guard !overlaps.isEmpty else { continue }
      text += "\n" + Self.lines([title(family, hasSeveral ? index + 1 : nil)], width)
      for (place, row) in family.parents.enumerated() { text += "  \(Self.letter(place))  \(name(row))\n" }
      for (task, overlap) in overlaps { text += "\n" + section(task, overlap, family, width) }
    }
    guard !notes.isEmpty else { return text }
    return text + "\n" + Self.lines(notes, width)
  }

  private func name(_ row: Int) -> String { SafeText.line(rows[row].name) }

  static func letter(_ place: Int) -> String { String(UnicodeScalar(UInt8(65 + place % 26))) }

  private func title(_ family: ErrorFamily, _ number: Int?) -> String {
    let which = number.map { "family \($0): " } ?? ""
    return family.merges.isEmpty
      ? "\(which)errors in common of" : "\(which)\(family.merges.map(name).joined(separator: "; ")), made of"
  }

  /// Sentences, each wrapped.
  private static func lines(_ sentences: [String], _ width: Int) -> String {
    TextTable([.left], rows: sentences.map { [SafeText.line($0)] }).text(width: width)
  }

  private var changes: TextTable {
    var table = TextTable(
      [.left, .left, .right, .right, .right, .right, .right, .right, .right], dispensable: [8, 5])
    table.add(["task", "model", "kept", "lost", "gained", "neither", "difference", "p", "kappa"])
    for task in tasks {
      for (place, change) in task.changes.enumerated() {
        let counts = change.counts, isTold = (change.adjusted ?? 1) < 0.05
        table.add([
          place == 0 ? SafeText.line(task.title) : "", name(change.row), "\(change.kept)", "\(change.lost)",
          "\(change.gained)", "\(counts.bothWrong)", Self.signed(change.difference.value) + (isTold ? "*" : " "),
          change.difference.probability.map(Self.probability) ?? "", counts.kappa.map(Quantity.fraction) ?? "n/a",
        ])
      }
    }
    return table
  }

  private static func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + Quantity.fraction(value) }

  private static func probability(_ value: Double) -> String { value < 0.0001 ? "<0.0001" : Quantity.fraction(value) }

  private func section(_ task: Task, _ overlap: ErrorOverlap, _ family: ErrorFamily, _ width: Int) -> String {
    let letters = overlap.parents.map { Self.letter(family.parents.firstIndex(of: $0) ?? 0) }
    var heading = "\(task.title): \(Quantity.count(overlap.items)) items"
    if overlap.unscored > 0 { heading += ", \(overlap.unscored) more without a score of each" }
    heading += "; missed by none \(Quantity.count(overlap.missedByNone))"
    heading += overlap.commonShare.map { ", by all \(Self.percent($0)) of those that any misses" } ?? ""
    var text = Self.lines([heading], width)
    text += regions(overlap, letters).text(width: width)
    text += Self.lines(["kappa: " + kappas(overlap, letters)], width)
    for merge in overlap.merges {
      text += "\n" + byWrong(merge).text(width: width)
      for control in merge.controls {
        let told = control.disputed.map(Self.told) ?? "no item"
        text += Self.lines(["less \(name(control.row)) where the parents disagree: \(told)"], width)
      }
      guard let leftOut = merge.leftOut else { continue }
      text += "\n" + byOthers(leftOut, name(merge.row)).text(width: width)
      if let disputed = leftOut.disputed?.difference {
        text += Self.lines(["less the parent left out where the others disagree: \(Self.told(disputed))"], width)
      }
    }
    return text
  }

  static func percent(_ share: Double) -> String { LeaderboardGrid.number(share, true) + " %" }

  private static func told(_ mean: RatioMean) -> String {
    guard let interval = mean.interval else { return "\(signed(mean.value)), no interval" }
    return "\(signed(mean.value)) [\(signed(interval.lowerBound)), \(signed(interval.upperBound))]"
  }

  private func regions(_ overlap: ErrorOverlap, _ letters: [String]) -> TextTable {
    var table = TextTable([.left, .right, .right])
    table.add(["missed by exactly", "items", "% of errors"])
    let missed = max(1, overlap.items - overlap.missedByNone)
    func line(_ label: String, _ items: Int) {
      table.add([label, "\(items)", LeaderboardGrid.number(Double(items) / Double(missed), true)])
    }
    let shown = overlap.regions.prefix(Self.mostRegions), rest = overlap.regions.dropFirst(Self.mostRegions)
    for region in shown { line("  " + region.models.map { letters[$0] }.joined(separator: " "), region.items) }
    if !rest.isEmpty { line("  \(rest.count) other sets", rest.reduce(0) { $0 + $1.items }) }
    return table
  }

  private func kappas(_ overlap: ErrorOverlap, _ letters: [String]) -> String {
    overlap.pairs.map { pair in
      "\(letters[pair.first])-\(letters[pair.second]) \(pair.counts.kappa.map(Quantity.fraction) ?? "n/a")"
    }.joined(separator: ", ")
  }

  private func byWrong(_ merge: ErrorOverlap.Merge) -> TextTable {
    var table = TextTable([.right, .right, .left] + merge.controls.map { _ in .left })
    table.add(["wrong", "items", name(merge.row) + " right"] + merge.controls.map { name($0.row) + " right" })
    for (wrong, bin) in merge.bins.bins.enumerated() {
      table.add(
        ["\(wrong) of \(merge.bins.bins.count - 1)", "\(bin.items)", Self.share(bin)]
          + merge.controls.map { Self.share($0.bins.bins[wrong]) })
    }
    return table
  }

  private static func share(_ bin: WrongParents.Bin) -> String {
    guard let share = bin.share, let interval = bin.interval else { return "" }
    return "\(Quantity.fraction(share)) [\(Quantity.fraction(interval.lowerBound)), "
      + "\(Quantity.fraction(interval.upperBound))]"
  }

  private func byOthers(_ leftOut: LeftOutParent, _ merge: String) -> TextTable {
    var table = TextTable([.right, .right, .right, .right, .left])
    table.add(["others wrong", "cases", merge, "parent left out", "difference"])
    for (wrong, bin) in leftOut.bins.enumerated() {
      table.add([
        "\(wrong) of \(leftOut.bins.count - 1)", "\(bin.cases)", bin.mergeShare.map(Quantity.fraction) ?? "",
        bin.parentShare.map(Quantity.fraction) ?? "", bin.difference.map(Self.told) ?? "",
      ])
    }
    return table
  }
}
