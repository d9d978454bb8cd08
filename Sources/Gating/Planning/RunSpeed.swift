public import Files

/// How long a run took, by its `timing.json`.
public enum RunSpeed {
  /// Seconds an item, by protocol; of tasks that no session asked whole it is that of the part. Empty where nothing is known.
  public static func secondsPerItem(of folder: String) throws(Diagnostic) -> [String: Double] {
    let path = folder + "/" + TimingFile.name
    guard FileSystem.exists(path), FileSystem.exists(folder + "/run.json") else { return [:] }
    let sessions = try TimingFile.sessions(in: folder)
    let protocols = try JSON(file: folder + "/run.json")["identity"]?["tasks"]?.object?.keys ?? []
    var seconds: [String: Double] = [:], items: [String: Double] = [:]
    for session in sessions {
      for (name, task) in session["tasks"]?.object?.members ?? [] {
        let known = protocols.filter { $0 == name || $0.hasPrefix(name + "@") }
        guard known.count == 1, let id = known.first else { continue }
        seconds[id, default: 0] += task["seconds"]?.number ?? 0
        items[id, default: 0] += task["items"]?.number ?? 0
      }
    }
    return seconds.reduce(into: [:]) { result, entry in
      if let count = items[entry.key], count > 0 { result[entry.key] = entry.value / count }
    }
  }
}
