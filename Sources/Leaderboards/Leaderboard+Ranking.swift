import Files
import Reporting
import Statistics

/// What is best, second, not told apart from the best, and different from the row that all are held against.
extension Leaderboard {
  mutating func rank(against: Int?) {
    let columns = columns, seed = configuration.seed
    for index in columns.indices {
      self.columns[index].cells = ranked(columns[index].cells) { columns[index].difference($0, $1, seed: seed) }
    }
    for index in summaries.indices {
      let summary = summaries[index]
      summaries[index].cells = ranked(summary.cells) { summary.difference($0, $1, columns, seed: seed) }
    }
    guard let against else { return }
    for index in columns.indices {
      hold(&self.columns[index].cells, against) { columns[index].difference($0, $1, seed: seed) }
    }
    for index in summaries.indices {
      let summary = summaries[index]
      hold(&summaries[index].cells, against) { summary.difference($0, $1, columns, seed: seed) }
    }
    correct()
  }

  /// Of so large a difference of two rows by chance: of the first average, or without one of the first column; nil where it cannot be told.
  public func probability(_ one: Int, _ other: Int) -> Double? {
    if let average = summaries.first(where: \.isAverage) {
      return average.difference(one, other, columns, seed: configuration.seed)?.probability
    }
    return columns.first?.difference(one, other, seed: configuration.seed)?.probability
  }

  /// The groups in which a best one is looked for: own rows; where there are none, published ones.
  private var contests: [[Int]] {
    let own = rows.indices.filter { rows[$0].origin != .published && !rows[$0].isMiniature }
    let all = own.isEmpty ? rows.indices.filter { rows[$0].origin == .published } : own
    guard configuration.ranksByGroup else { return [all] }
    var groups: [String] = []
    for row in all where !groups.contains(rows[row].group) { groups.append(rows[row].group) }
    return groups.map { group in all.filter { rows[$0].group == group } }
  }

  /// As a number is shown: what looks alike is a tie.
  private func shown(_ value: Double) -> Int { Int(saturating: (value * 10_000).rounded()) }

  private func ranked(
    _ given: [Int: LeaderboardColumn.Cell], _ difference: (Int, Int) -> PairedDifference?
  ) -> [Int: LeaderboardColumn.Cell] {
    var cells = given
    for contest in contests {
      let there = contest.filter { cells[$0] != nil }
      let values = there.map { shown(cells[$0]?.estimate.value ?? 0) }
      guard there.count > 1, let best = values.max() else { continue }
      let second = values.filter { $0 < best }.max()
      for (row, value) in zip(there, values) {
        cells[row]?.rank = value == best ? .best : value == second ? .second : .other
      }
      // Of several the first stands for the best.
      guard let leader = there.max(by: { cells[$0]?.estimate.value ?? 0 < cells[$1]?.estimate.value ?? 0 }) else {
        continue
      }
      let others = there.filter { $0 != leader }
      let found = others.map { difference($0, leader)?.probability }
      let adjusted = Holm.adjusted(found.compactMap { $0 })
      var next = 0
      cells[leader]?.isLikeBest = !adjusted.isEmpty
      for (row, probability) in zip(others, found) where probability != nil {
        cells[row]?.isLikeBest = adjusted[next] > configuration.alpha
        next += 1
      }
    }
    return cells
  }

  private func hold(
    _ cells: inout [Int: LeaderboardColumn.Cell], _ against: Int, _ difference: (Int, Int) -> PairedDifference?
  ) {
    guard cells[against] != nil else { return }
    for row in cells.keys where row != against { cells[row]?.difference = difference(row, against) }
  }

  /// By Holm: over all cells of tasks together, and over those of the summaries together.
  private mutating func correct() {
    var places: [(column: Int, row: Int)] = []
    for index in columns.indices {
      for row in columns[index].cells.keys.sorted() where columns[index].cells[row]?.difference?.probability != nil {
        places.append((index, row))
      }
    }
    let adjusted = Holm.adjusted(places.compactMap { columns[$0.column].cells[$0.row]?.difference?.probability })
    for (place, value) in zip(places, adjusted) { columns[place.column].cells[place.row]?.adjusted = value }
    places = []
    for index in summaries.indices {
      for row in summaries[index].cells.keys.sorted()
      where summaries[index].cells[row]?.difference?.probability != nil {
        places.append((index, row))
      }
    }
    let means = Holm.adjusted(places.compactMap { summaries[$0.column].cells[$0.row]?.difference?.probability })
    for (place, value) in zip(places, means) { summaries[place.column].cells[place.row]?.adjusted = value }
  }
}
