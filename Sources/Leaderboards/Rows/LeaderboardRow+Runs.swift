import Evaluation
import Files
import Gating

extension LeaderboardRow {
  /// The row of a finished run, or of several that asked one model different tasks.
  /// - Parameter name: nil: what the model's folders are called.
  init(_ places: [String], name: String?, origin: Origin = .run) throws(Diagnostic) {
    self.init(name: name ?? "", origin: origin, places: places)
    for place in places { try add(place) }
    if name == nil { self.name = model.name }
  }

  private mutating func add(_ place: String) throws(Diagnostic) {
    let run = try ReferenceFile.run(at: place)
    if FileSystem.isDirectory(place) {
      let record = try JSON(file: place + "/run.json"), how = record["circumstances"] ?? .null
      func texts(_ key: String) -> [String] { (how[key]?.array ?? []).compactMap(\.string) }
      model = ModelPlace(
        path: how["model"]?.string ?? "", adapters: texts("adapters"), ensemble: texts("ensemble"))
      for warning in texts("warnings") where !warnings.contains(warning) { warnings.append(warning) }
      preset = record["asked"]?["--preset"]?.string ?? preset
    } else {
      if origin == .run { origin = .reference }
      let parts = run.model.split(separator: " + ", omittingEmptySubsequences: false).map(String.init)
      model = ModelPlace(path: parts.first ?? "", adapters: Array(parts.dropFirst()))
    }
    isMiniature = isMiniature || run.isMiniature
    runs.append(run)
    seed = run.identity["seed"] ?? .null
    for record in run.tasks {
      if let judge = run.identity["tasks"]?[record.id]?["sandbox"] { sandbox = judge }
      let task = Task(
        way: AskedWay(record, identity: run.identity), name: record.name, evidence: .items(record))
      guard !tasks.contains(where: { $0.way.id == record.id }) else {
        throw Diagnostic(
          place, "answers \(record.id), which another run of the same row answers, too",
          expected: "runs of one row with different tasks", status: .notComparable)
      }
      tasks.append(task)
    }
    if run.items == 0 {
      throw Diagnostic(place, "holds no items", expected: "a run that asked something", status: .notComparable)
    }
  }
}
