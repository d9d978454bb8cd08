import Benchmarks
import Evaluation

extension Leaderboard {
  /// The head of the file, by which it is known.
  static let csvHeader = [
    "row", "group", "origin", "model", "adapters", "place", "column", "task", "protocol", "version", "metric", "value",
    "low", "high", "standard_error", "n", "unscored", "bos", "shots", "rank", "not_different_from_best", "difference",
    "difference_low", "difference_high", "p", "p_holm", "published", "flaw",
  ]

  /// One line for each cell: a row and a task, or a mean. Numbers are as exact as they are; what there is none of is empty.
  public var csv: String {
    var text = Self.csvHeader.joined(separator: ",") + "\n"
    for (place, row) in rows.enumerated() {
      let whose = [
        row.name, row.group, row.origin.rawValue, row.model.path,
        (row.model.adapters + row.model.ensemble).joined(separator: " "), row.places.joined(separator: " "),
      ]
      for column in columns {
        guard let cell = column.cells[place] else { continue }
        let shots = column.way.shots ?? Benchmark.known(column.way.id)?.shots
        text += Self.line(
          whose + [
            column.title, column.task, column.way.version == nil ? "" : column.way.id,
            Self.text(column.way.version), column.metric,
          ], cell, n: cell.estimate.items, bos: column.way.bos ?? "", shots: Self.text(shots))
      }
      for summary in summaries {
        guard let cell = summary.cells[place] else { continue }
        text += Self.line(
          whose + [summary.title, "", "", "", "mean"], cell, n: cell.estimate.items, bos: "", shots: "")
      }
    }
    return text
  }

  private static func text(_ value: Int?) -> String { value.map { "\($0)" } ?? "" }
  private static func text(_ value: Double?) -> String { value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "" }
  /// As Python writes it, so that pandas has a column of truths.
  private static func text(_ value: Bool) -> String { value ? "True" : "False" }

  private static func line(
    _ whose: [String], _ cell: LeaderboardColumn.Cell, n: Int, bos: String, shots: String
  ) -> String {
    let estimate = cell.estimate, difference = cell.difference
    let fields =
      whose.map(SafeText.csv) + [
        text(estimate.value), text(estimate.interval?.lowerBound), text(estimate.interval?.upperBound),
        text(estimate.standardError), text(n), text(estimate.unscored), bos, shots, cell.rank.rawValue,
        text(cell.isLikeBest), text(difference?.value), text(difference?.interval?.lowerBound),
        text(difference?.interval?.upperBound), text(difference?.probability), text(cell.adjusted),
        text(cell.isPublished), SafeText.csv(cell.flaw ?? ""),
      ]
    return fields.joined(separator: ",") + "\n"
  }
}
