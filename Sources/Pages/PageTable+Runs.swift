import Evaluation
import Statistics

extension PageTable {
  /// A table for who brings none: a column for each task's first metric, before them the mean of those that all runs were asked. The best
  /// is held against the others by differences of the same items, with Student's t, corrected by Holm within each column.
  init(of runs: [PageRun], _ tasks: [PageTask]) {
    self.init(columns: [], rows: runs.enumerated().map { Row(name: $1.name, group: $1.group, run: $0, cells: []) })
    let common = tasks.filter { task in task.means.allSatisfy { $0 != nil } }
    func difference(_ one: Int, _ other: Int) -> SampleMean? {
      let parts = common.compactMap { $0.difference(one, other) }
      return parts.count == common.count ? SampleMean(ofMeans: parts) : nil
    }
    if common.count > 1 {
      let means = runs.indices.map { run in SampleMean(ofMeans: common.compactMap { $0.means[run] }) }
      add(Column("Mean", note: "mean of \(common.count) tasks, each counted once"), means, difference)
    }
    for task in tasks {
      add(Column(task.name, note: "\(task.id), \(task.metricNames.first?.label ?? "")"), task.means, task.difference)
    }
    order()
    // Of what all were asked; rows are runs here.
    if !common.isEmpty, let first = columns.first, common.count > 1 || first.label == common[0].name {
      let places = rows.map(\.run)
      group { one, other in
        guard let one = places[one], let other = places[other] else { return nil }
        return difference(one, other).flatMap(Self.probability)
      }
    }
  }

  /// Makes groups of rows that stand in the order of the first column: neighbours, as many as there are without a pair that is told apart, no
  /// group within another.
  /// - Parameter probability: that two rows, by their places, differ so much by chance alone; it is corrected here by Holm over all pairs. nil
  ///   counts as 1.
  public mutating func group(level: Double = 0.05, _ probability: (_ one: Int, _ other: Int) -> Double?) {
    let there = rows.indices.filter { rows[$0].cells.first.map { $0 != nil } ?? false }
    let pairs = there.flatMap { one in there.filter { $0 > one }.map { (one: one, other: $0) } }
    let adjusted = Holm.adjusted(pairs.map { probability($0.one, $0.other) ?? 1 })
    let apart = Set(zip(pairs, adjusted).filter { $1 < level }.map { $0.0.one * rows.count + $0.0.other })
    groups = AlikeGroups.neighbours(there.count) { apart.contains(there[$0] * rows.count + there[$1]) }
      .map { $0.map { there[$0] } }
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
