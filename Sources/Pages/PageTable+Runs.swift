import Evaluation
import Statistics

extension PageTable {
  /// A table for who brings none: a column for each task's first metric, before them the mean of those that all runs were asked. The best
  /// is held against the others by differences of the same items, with Student's t, corrected by Holm within each column.
  init(of runs: [PageRun], _ tasks: [PageTask]) {
    self.init(columns: [], rows: runs.enumerated().map { Row(name: $1.name, group: $1.group, run: $0, cells: []) })
    let common = tasks.filter { task in task.means.allSatisfy { $0 != nil } }
    if common.count > 1 {
      let means = runs.indices.map { run in SampleMean(ofMeans: common.compactMap { $0.means[run] }) }
      add(Column("Mean", note: "mean of \(common.count) tasks, each counted once"), means) { one, other in
        let parts = common.compactMap { $0.difference(one, other) }
        return parts.count == common.count ? SampleMean(ofMeans: parts) : nil
      }
    }
    for task in tasks {
      add(Column(task.name, note: "\(task.id), \(task.metricNames.first?.label ?? "")"), task.means, task.difference)
    }
    order()
  }

  private mutating func add(_ column: Column, _ means: [SampleMean?], _ difference: (Int, Int) -> SampleMean?) {
    // As they are shown: what looks alike is a tie.
    let values = means.map { $0.map { ($0.value * 1000).rounded() } }, known = values.compactMap { $0 }
    let best = known.max(), second = known.filter { $0 != best }.max()
    let leader = means.indices.filter { means[$0] != nil }.max { means[$0]?.value ?? 0 < means[$1]?.value ?? 0 }
    let others = rows.indices.filter { means[$0] != nil && $0 != leader }
    let found = others.map { run in leader.flatMap { difference(run, $0).flatMap(Self.probability) } }
    let adjusted = Holm.adjusted(found.map { $0 ?? 1 })
    let alike = Set(zip(others, adjusted).filter { $1 >= 0.05 }.map(\.0))
    columns.append(column)
    for run in rows.indices {
      let rank: Cell.Rank = values[run] == best ? .best : values[run] == second ? .second : .other
      rows[run].cells.append(
        means[run].map {
          Cell(
            $0.value, interval: PageTask.interval(of: $0), rank: known.count > 1 ? rank : .other,
            isLikeBest: alike.contains(run))
        })
    }
  }

  /// That two means differ so much where the true ones do not. Where some tasks' answers do not differ at all there is no standard error that
  /// says how sure that is; what their interval says of it then takes its place.
  private static func probability(_ difference: SampleMean) -> Double? {
    if let known = difference.twoSidedProbability { return known }
    guard let interval = difference.interval95(within: -1...1), interval.upperBound > interval.lowerBound else {
      return nil
    }
    let error =
      (interval.upperBound - interval.lowerBound) / 2 / StudentT.quantile(0.975, freedom: difference.count - 1)
    return StudentT.twoSided(difference.value / error, freedom: difference.count - 1)
  }

  /// The best of the first column comes first.
  private mutating func order() {
    let order = rows.indices.sorted { one, other in
      let left = rows[one].cells.first.flatMap { $0?.value } ?? -1
      let right = rows[other].cells.first.flatMap { $0?.value } ?? -1
      return left > right || (left == right && one < other)
    }
    rows = order.map { rows[$0] }
  }
}
