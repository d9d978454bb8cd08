import Benchmarks
import Evaluation
public import Files

/// The files that some tasks need: what `--only` names.
public struct FileChoice: Sendable {
  private let tasks: [Benchmark]?

  /// - Parameter names: as `--tasks` takes them; all of every protocol with that name. None: every file.
  public init(_ names: [String]) throws(Diagnostic) {
    guard !names.isEmpty else {
      tasks = nil
      return
    }
    var tasks: [Benchmark] = []
    for name in names {
      var found: [Benchmark] = [], failure: Diagnostic?
      for preset in Preset.all {
        do { found += try preset.entries(named: name).map(\.benchmark) } catch { failure = failure ?? error }
      }
      if found.isEmpty, var failure {
        failure.place = "--only"
        throw failure
      }
      // Another protocol of the same benchmark may be what no preset asks.
      found += Benchmark.all.filter { benchmark in found.contains { $0.name == benchmark.name } && !name.contains("@") }
      tasks += found
    }
    self.tasks = tasks
  }

  /// The protocols that are meant, each once.
  var protocols: [Benchmark] {
    var found: [Benchmark] = []
    for task in tasks ?? Benchmark.all where !found.contains(where: { $0.id == task.id }) { found.append(task) }
    return found
  }

  public func wants(_ file: PublishedFile) -> Bool {
    guard let tasks else { return true }
    return tasks.contains { task in
      guard file.isRead(by: task) else { return false }
      guard task.whole != nil, file.subtask != nil else { return true }
      return task.files.contains {
        $0.path.contains("/\(file.subtask ?? "")_") || $0.path.hasSuffix("/\(file.subtask ?? "").json")
      }
    }
  }
}

extension PublishedFile {
  /// Whether a protocol, or the one that it is a part of, reads the file.
  func isRead(by task: Benchmark) -> Bool {
    let id = task.whole ?? task.id
    let name = String(id.prefix { $0 != "@" })
    return readers.contains { $0 == id || $0 == name }
  }

  /// The protocols that read it.
  var protocols: [String] { Benchmark.all.filter(isRead).map(\.id) }
}
