import Benchmarks
import Datasets
import Evaluation
import Files
import Synchronization
import TestSupport
import Testing

/// Damaged data files of each benchmark, in all protocols that read them.
@Suite struct BenchmarkFuzzTests {
  /// Of files of one kind, one. Those of BBH and MMLU are read by one reader each; no protocol reads the parts for development of
  /// the others.
  private static let paths = DataDirectory.fixturePaths.filter { path in
    let unread = ["README.md", "-Dev.", "ARC-Easy-Train", "/val/", "openbookqa/dev", "openbookqa/train"]
    let isOne = path.contains("navigate") || path.contains("anatomy")
    return !unread.contains(where: path.contains) && (isOne || !(path.hasPrefix("bbh/") || path.hasPrefix("mmlu/")))
  }

  /// The built-in miniatures, one of whose files is another.
  private static func data(_ path: String, _ bytes: [UInt8]) -> DataDirectory {
    DataDirectory(name: "data", isOfficial: false) { (name) throws(Diagnostic) in
      if name == path { return bytes }
      return try DataDirectory.fixtures.holds(name) ? try DataDirectory.fixtures.file(name).bytes : nil
    }
  }

  /// Protocols that read a file.
  private static func readers(of path: String) throws -> [Benchmark] {
    try Benchmark.all.filter { benchmark in
      let isRead = Mutex(false)
      _ = try benchmark.items(
        from: DataDirectory(name: "data", isOfficial: false) { (name) throws(Diagnostic) in
          if name == path { isRead.withLock { $0 = true } }
          return try DataDirectory.fixtures.holds(name) ? try DataDirectory.fixtures.file(name).bytes : nil
        })
      return isRead.withLock { $0 }
    }
  }

  @Test(arguments: paths)
  func file(path: String) throws {
    let benchmarks = try Self.readers(of: path)
    #expect(!benchmarks.isEmpty, "nobody reads \(path)")
    let name = "data-" + path.replacing("/", with: "-")
    try FuzzTarget(name, [try DataDirectory.fixtures.file(path).bytes]) { bytes in
      let data = Self.data(path, bytes)
      var refusal: Diagnostic?
      for benchmark in benchmarks {
        do {
          for item in try benchmark.items(from: data) { Self.check(item, of: benchmark) }
        } catch let error as Diagnostic {
          refusal = error
        }
      }
      if let refusal { throw refusal }
    }.run()
  }

  private static func check(_ item: Item, of benchmark: Benchmark) {
    switch (item.solution, benchmark.asking) {
    case (.choices(let texts, let right), .choice):
      #expect(!right.isEmpty && right.allSatisfy(texts.indices.contains), "\(benchmark.id) \(item.id): \(right)")
    case (.answer, .answer), (.program, .program): break
    default: Issue.record("\(benchmark.id) \(item.id): an answer of another kind")
    }
  }
}
