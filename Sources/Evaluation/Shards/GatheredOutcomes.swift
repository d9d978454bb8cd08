import CodeExecution
import Files

/// The finished items of a run, wherever they were asked: in the run's own folder and in those of its shards, of however many.
public struct GatheredOutcomes {
  /// By task and item id.
  private(set) var outcomes: [[String: ItemOutcome]]
  private var places: [[String: String]]
  /// By which verdicts of the shards were made; nil where there are none.
  let judgeSeed: JudgeSeed?

  /// Throws where a folder was asked something else, and where two hold different answers to one item.
  init(_ folders: [ShardFolder], tasks: [RunTask], manifest: RunManifest) throws(Diagnostic) {
    outcomes = tasks.map { _ in [:] }
    places = outcomes.map { _ in [:] }
    judgeSeed = folders.lazy.filter { $0.shard != nil }.compactMap(\.judgeSeed).first
    for folder in folders {
      try folder.check(asks: manifest)
      for (index, task) in tasks.enumerated() {
        for (id, entry) in try folder.outcomes(of: task) {
          guard let known = outcomes[index][id] else {
            outcomes[index][id] = entry.outcome
            places[index][id] = entry.place
            continue
          }
          guard Self.bits(of: known) == Self.bits(of: entry.outcome) else {
            throw .unequal(id, task, places[index][id] ?? "", entry.place)
          }
        }
      }
    }
    try Self.checkSeeds(folders)
  }

  /// What the digest of a run is made of: details of verdicts, which may hold an address, are not in it.
  private static func bits(of outcome: ItemOutcome) -> String { OutcomeDigest.of([(outcome.task, [outcome])]) }

  var count: Int { outcomes.reduce(0) { $0 + $1.count } }

  /// Verdicts of one run draw from one seed.
  private static func checkSeeds(_ folders: [ShardFolder]) throws(Diagnostic) {
    let seeds = folders.compactMap { folder in folder.judgeSeed.map { (folder, $0.number) } }
    guard let first = seeds.first, let other = seeds.first(where: { $0.1 != first.1 }) else { return }
    throw Diagnostic(
      other.0.path, "judges its programs by the seed \(other.1), \(first.0.words) by \(first.1)",
      expected: "one seed for all shards of a run, as they have it by themselves", status: .notComparable)
  }
}

extension Diagnostic {
  fileprivate static func unequal(_ id: String, _ task: RunTask, _ one: String, _ other: String) -> Diagnostic {
    Diagnostic(
      other, "answers item '\(id)' of \(task.benchmark.id) otherwise than \(one)",
      expected: "equal bits wherever an item is asked: one of the two is not this run's, or a machine is broken",
      status: .notComparable)
  }
}
