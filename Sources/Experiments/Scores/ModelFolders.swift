import Files

/// Where a model of a table lies, and the runs that scored it: folders of the job from the folder of its report, so that it can be moved,
/// others as they were given.
struct ModelFolders: Equatable {
  var path: String
  var adapters: [String] = []
  var ensemble: [String] = []
  /// Of `assay score`, as they lie among the job's artefacts.
  var runs: [String] = []

  var json: JSON {
    [
      "path": .string(path), "adapters": .array(adapters.map { .string($0) }),
      "ensemble": .array(ensemble.map { .string($0) }),
    ]
  }

  /// For people: `models/base + runs/a/adapter`.
  var words: String {
    let members = ensemble.isEmpty ? "" : ", ensemble of " + ensemble.joined(separator: ", ")
    return ([path] + adapters).joined(separator: " + ") + members
  }

  /// - Parameters:
  ///   - report: the folder that holds the report.
  ///   - job: that of everything that the job makes; the report's or one above it.
  func seen(from report: String, of job: String) -> ModelFolders {
    func seen(_ path: String) -> String {
      guard !job.isEmpty, path.hasPrefix(job + "/"), report == job || report.hasPrefix(job + "/") else { return path }
      let depth = report.dropFirst(job.count).split(separator: "/").count
      return String(repeating: "../", count: depth) + path.dropFirst(job.count + 1)
    }
    return ModelFolders(
      path: seen(path), adapters: adapters.map(seen), ensemble: ensemble.map(seen), runs: runs.map(seen))
  }
}
