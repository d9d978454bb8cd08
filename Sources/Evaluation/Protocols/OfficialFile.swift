public import Datasets
public import Files

/// A file of a benchmark's official release, and how many items must come out of it.
public struct OfficialFile: Sendable, Equatable {
  /// Below the folder given with `--data`.
  public var path: String
  /// The subtask that the file holds, for benchmarks that have subtasks.
  public var subtask: String?
  public var itemCount: Int

  public init(_ path: String, subtask: String? = nil, itemCount: Int) {
    self.path = path
    self.subtask = subtask
    self.itemCount = itemCount
  }
}

extension Benchmark {
  /// All items of the benchmark, with official files complete: a score over a part of a benchmark is no score
  /// of it. The fixtures are a miniature, so only their being there is checked; a world states its own counts.
  public func items(from data: DataDirectory) throws(Diagnostic) -> [Item] {
    let items = try load(data)
    if items.isEmpty {
      throw Diagnostic(
        data.name, "holds no items of \(id)",
        expected: files.map(\.path).prefix(3).joined(separator: ", ") + (files.count > 3 ? ", …" : ""))
    }
    var counts: [String?: Int] = [:]
    for item in items { counts[item.subtask, default: 0] += 1 }
    if let stated = data.statedCounts { try check(counts, against: stated, in: data) }
    guard data.isOfficial else { return items }
    for file in files where counts[file.subtask, default: 0] != file.itemCount {
      throw Diagnostic(
        data.place(of: file.path), "holds \(counts[file.subtask, default: 0]) items of \(id)",
        expected: "the official file holds \(file.itemCount)")
    }
    return items
  }
  /// A folder that states its own counts, as a world does, must hold them, and no file more.
  private func check(
    _ counts: [String?: Int], against stated: [String: Int], in data: DataDirectory
  ) throws(Diagnostic) {
    for file in files where counts[file.subtask, default: 0] != stated[file.path, default: 0] {
      throw Diagnostic(
        data.place(of: file.path), "holds \(counts[file.subtask, default: 0]) items of \(id)",
        expected: "\(stated[file.path, default: 0]), as \(data.place(of: DataDirectory.countsName)) states")
    }
  }
}
