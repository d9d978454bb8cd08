import Files

/// Groups of subtasks, as a run's results.json has them: MMLU's categories.
enum ResultGroups {
  /// Categories of the task with the names of their subtasks, of the first folder that tells any; none where there are none.
  static func categories(of task: String, in folders: [String]) -> [(name: String, members: [String])] {
    for folder in folders where FileSystem.isDirectory(folder) {
      guard let results = try? JSON(file: folder + "/results.json"),
        let groups = results["group_subtasks"], let children = groups[task]?.array
      else { continue }
      func alias(_ name: String) -> String {
        let text = results["results"]?[name]?["alias"]?.string ?? name
        return String(text.drop { $0 == " " || $0 == "-" })
      }
      let found = children.compactMap { $0.string }.compactMap { child -> (name: String, members: [String])? in
        guard let members = groups[child]?.array, !members.isEmpty else { return nil }
        return (alias(child), members.compactMap { $0.string }.map(alias))
      }
      if !found.isEmpty { return found }
    }
    return []
  }
}
