import Files

/// How a model was made, so far as the folders say: its `provenance.json`, and those of its parents.
struct Lineage {
  /// `lora`, `linear`, …; nil where nothing says.
  private(set) var method: String?
  /// Settings with their values, in the order of the record.
  private(set) var settings: [(name: String, value: String)] = []
  /// Indented, a line each: the parents, and theirs.
  private(set) var tree: [String] = []
  /// Whether the parents are several models of one kind.
  private(set) var isMerge = false
  let isAdapter: Bool

  /// Throws where a record is damaged.
  init(_ model: LeaderboardRow.ModelPlace) throws(Diagnostic) {
    isAdapter = !model.adapters.isEmpty
    let place = model.adapters.last ?? model.path
    guard let record = try Self.record(place) else { return }
    method = record["method"]?.string
    let parents = record["parents"]?.array ?? []
    isMerge = parents.count { $0["role"]?.string == "parent" } > 1
    for (key, value) in (record["parameters"]?.object ?? record["recipe"]?.object ?? [:]).members
    where !value.isNull && !["out", "model", "data"].contains(key) {
      settings.append((key, value.string ?? value.text()))
    }
    let lines = try Self.lines(parents, depth: 0)
    tree = Array(lines.prefix(Self.longest))
    if lines.count > Self.longest { tree.append("and \(lines.count - Self.longest) more") }
  }

  /// Generations, and lines of the tree.
  private static let deepest = 4, longest = 200

  /// nil where there is none.
  private static func record(_ place: String) throws(Diagnostic) -> JSON? {
    let path = place + "/" + FolderSeal.recordName
    return FileSystem.exists(path) ? try JSON(file: path) : nil
  }

  private static func lines(_ parents: [JSON], depth: Int) throws(Diagnostic) -> [String] {
    var all: [String] = []
    for parent in parents {
      let path = parent["path"]?.string ?? "?", role = parent["role"]?.string ?? "parent"
      var line = String(repeating: "  ", count: depth) + "\(role): \(path)"
      if let parameters = parent["parameters"]?.object, !parameters.members.isEmpty {
        line +=
          " (" + parameters.members.map { "\($0.key) \($0.value.string ?? $0.value.text())" }.joined(separator: ", ")
          + ")"
      }
      guard depth + 1 < deepest, let record = try record(path) else {
        all.append(line)
        continue
      }
      if let method = record["method"]?.string { line += ", made by \(method)" }
      all += [line] + (try lines(record["parents"]?.array ?? [], depth: depth + 1))
    }
    return all
  }
}
