import Benchmarks
import Datasets
import Evaluation
import Files
import Reporting
import Synchronization
import TestSupport
import Testing

/// docs/protocols.md says what the program asks.
@Suite(.serialized) struct ProtocolDocumentTests {
  private static let document = "docs/protocols.md"

  @Test func protocols() throws {
    let rows = Benchmark.all.map { benchmark in
      [
        "`\(benchmark.id)`", Quantity.count(benchmark.itemCount), "\(benchmark.shots)",
        benchmark.metrics().map(\.label).joined(separator: ", ")
          + (benchmark.aggregation == .micro ? "" : "; macro average over subtasks"),
        benchmark.bos?.rawValue ?? "tokenizer's", benchmark.summary,
      ]
    }
    try DocumentTable.check(
      "protocols", in: Self.document,
      is: TextTable(
        [.left, .right, .right, .left, .left, .left],
        rows: [["protocol", "items", "shots", "metrics", "BOS", "what"]] + rows))
  }

  @Test func presets() throws {
    let rows = Preset.all.map { preset in
      let entries = preset.entries.map { "`\($0.benchmark.id)` \($0.bos?.rawValue ?? "")".trimmed }
      return ["`\(preset.name)`", preset.summary, entries.joined(separator: ", ")]
    }
    try DocumentTable.check(
      "presets", in: Self.document,
      is: TextTable(
        [.left, .left, .left],
        rows: [["preset", "asks", "protocols, and whether a BOS goes before the prompt"]] + rows))
  }

  /// What each protocol reads of the miniatures, with SUBTASK for the subtasks' names.
  @Test func files() throws {
    var readers: [(files: [String], names: [String])] = []
    for benchmark in Benchmark.all {
      let files = try Self.files(of: benchmark)
      if let index = readers.firstIndex(where: { $0.files == files }) {
        readers[index].names.append("`\(benchmark.id)`")
      } else {
        readers.append((files, ["`\(benchmark.id)`"]))
      }
    }
    let rows = readers.map { reader in
      [reader.files.map { "`\($0)`" }.joined(separator: ", "), reader.names.joined(separator: ", ")]
    }
    try DocumentTable.check(
      "files", in: Self.document,
      is: TextTable(
        [.left, .left], rows: [["official files, below the folder of `--data`", "read by"]] + rows))
  }

  private static func files(of benchmark: Benchmark) throws -> [String] {
    let read = Mutex<[String]>([])
    _ = try benchmark.items(
      from: DataDirectory(name: "data", isOfficial: false) { (path) throws(Diagnostic) in
        guard try DataDirectory.fixtures.holds(path) else { return nil }
        read.withLock { $0.append(path) }
        return try DataDirectory.fixtures.file(path).bytes
      })
    let subtasks = benchmark.files.compactMap(\.subtask)
    var files: [String] = []
    for path in read.withLock({ $0 }) {
      let subtask = subtasks.filter(path.contains).max { $0.count < $1.count }
      let file = subtask.map { path.replacing($0, with: "SUBTASK") } ?? path
      if !files.contains(file) { files.append(file) }
    }
    return files
  }
}

extension String {
  fileprivate var trimmed: String { last == " " ? String(dropLast()) : self }
}
