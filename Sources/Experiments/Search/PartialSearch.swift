import Datasets
public import Files
import Merging
import Reporting

/// What a search that was stopped knows: the best of its candidates, by the items that are chosen by. None of them is held against
/// the others yet, on items of its own.
public struct PartialSearch {
  private let configuration: SearchConfiguration
  private let candidates: [SearchLog.Candidate]
  /// Those that are chosen by, of each task.
  private let items: [(task: String, count: Int)]

  /// - Parameter candidates: in the order in which they were proposed; one at least.
  init(
    _ configuration: SearchConfiguration, _ candidates: [SearchLog.Candidate], items: [(task: String, count: Int)]
  ) {
    self.configuration = configuration
    self.candidates = candidates
    self.items = items
  }

  private static let shown = 10

  /// The ones that are worth most, the first of several, and what every search looks at first.
  private var rows: [(name: String, candidate: SearchLog.Candidate)] {
    let count = configuration.adapters.count
    let names = (count > 1 ? ["average"] : []) + configuration.adapterNames.map { "\($0) alone" }
    let order = candidates.indices.sorted { (candidates[$1].value, $0) < (candidates[$0].value, $1) }
    return order.enumerated().compactMap { rank, index in
      let candidate = candidates[index]
      let known = count > 1 ? configuration.fixed.firstIndex(of: candidate.weights).map { names[$0] } : nil
      return rank < Self.shown || known != nil ? (known ?? "candidate \(index + 1)", candidate) : nil
    }
  }

  private var extent: String {
    "\(Quantity.count(candidates.count)) of at most \(Quantity.count(configuration.evaluations)) candidates are known; none is "
      + "tested on items that it was not chosen by"
  }

  /// - Parameter width: columns of the terminal.
  public func text(width: Int) -> String {
    var table = TextTable([.left, .left, .right] + items.map { _ in .right })
    table.add(["", "weights", "chosen by"] + items.map(\.task))
    for (name, candidate) in rows {
      table.add(
        [name, SearchReport.text(candidate.weights), Quantity.fraction(candidate.value)]
          + candidate.tasks.map { Quantity.fraction($0.metric) })
    }
    let warning = configuration.data == DataDirectory.miniatureName ? DataDirectory.miniatureWarning + "\n\n" : ""
    let asked = items.reduce(0) { $0 + $1.count }
    return warning + Partiality(extent, missing: []).text + "\n" + table.text(width: width)
      + "\nweights: of \(configuration.adapters.joined(separator: ", "))\nchosen by: the \(configuration.objective.name) on "
      + "\(Quantity.count(asked)) items; beside it each task's metric on them\n"
  }

  public var json: JSON {
    [
      "candidates": .integer(candidates.count), "of_at_most": .integer(configuration.evaluations),
      "best": .array(rows.map(\.candidate.json)),
    ]
  }
}
