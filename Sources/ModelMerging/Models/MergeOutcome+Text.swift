import Files
import Merging
import Reporting

extension MergeOutcome {
  /// The diagnostics as a table for people.
  /// - Parameters:
  ///   - perLayer: with a row for each layer.
  ///   - width: columns of the terminal.
  public func text(perLayer: Bool, width: Int = .max) -> String {
    let vectors = hasBase ? "task vectors" : "weights"
    var text = "\(path): \(method) of \(parents.count), \(Quantity.count(total.tensors)) tensors\n\n"
    text += table(perLayer: perLayer).text(width: width)
    if parents.count > 1 { text += "\ncosines of the \(vectors)\n" + cosines.text(width: width) }
    text += "\n"
    if let gap = adapterGap {
      text += "A and B averaged apart would differ by \(Percentage.text(gap)) of the average's norm\n"
    }
    if let residual { text += "lost by truncation: \(Percentage.text(residual)) of the update's norm\n" }
    for note in notes { text += "note: \(note)\n" }
    return text + (digest.map { "sha256 \($0)\n" } ?? "")
  }

  /// Lengths of the parents' vectors and of the merged one, and how much shorter that is.
  private func table(perLayer: Bool) -> TextTable {
    var table = TextTable([.left] + [TextTable.Alignment](repeating: .right, count: parents.count + 3))
    table.add(["norm"] + parents.indices.map { "\($0 + 1)" } + ["merged", "merged / mean", "mean cosine"])
    func add(_ name: String, _ report: MergeReport) {
      table.add(
        [name] + parents.indices.map { Quantity.fraction(report.gram.norm($0)) }
          + [
            Quantity.fraction(report.mergedNorm), report.shrinkage.map { Quantity.fraction($0) } ?? "n/a",
            report.gram.meanCosine.map { Quantity.fraction($0) } ?? "n/a",
          ])
    }
    if perLayer { for layer in layers { add(layer.name, layer.report) } }
    add(perLayer ? "all" : (hasBase ? "task vectors" : "weights"), total)
    return table
  }

  private var cosines: TextTable {
    var table = TextTable([.right, .left] + [TextTable.Alignment](repeating: .right, count: parents.count))
    let gram = total.gram
    for (i, parent) in parents.enumerated() {
      table.add(
        ["\(i + 1)", parent]
          + (0...i).map { j in i == j ? "1" : gram.cosine(i, j).map { Quantity.fraction($0) } ?? "n/a" })
    }
    return table
  }
}
