import Evaluation
import Files

/// `FOLDER#NAME`: a model by the name that it has in the report of `assay dtm`, with all that its runs answered.
struct ReportedModel {
  var folder: String
  var name: String

  /// nil for what is the place of something else.
  init?(_ place: String) {
    guard !FileSystem.exists(place), let mark = place.lastIndex(of: "#") else { return nil }
    folder = String(place[..<mark])
    name = String(place[place.index(after: mark)...])
    guard FileSystem.isDirectory(folder) else { return nil }
  }

  /// Its runs as one. Throws with the status "not comparable" where the folder has no such model, or the runs are not whole.
  func run() throws(Diagnostic) -> StoredRun {
    var runs: [StoredRun] = []
    for folder in try folders() { runs.append(try StoredRun(folder: folder)) }
    guard let first = runs.first else {
      throw problem("the report names no runs of '\(name)'", "a model that was scored")
    }
    return StoredRun(
      place: "\(folder)#\(name)", model: first.model,
      digest: runs.count == 1 ? first.digest : SHA256.hexadecimal(of: runs.map { $0.digest + "\n" }.joined()),
      identity: Self.identity(runs), isMiniature: runs.contains(where: \.isMiniature), tasks: runs.flatMap(\.tasks))
  }

  /// Of its runs.
  func folders() throws(Diagnostic) -> [String] {
    let path = folder + "/report.json"
    guard FileSystem.exists(path) else {
      throw problem("there is no \(path)", "a folder that 'assay dtm' has finished, before #\(name)")
    }
    let models = try JSON(file: path)["models"]?.array ?? []
    guard let model = models.first(where: { $0["name"]?.string == name }) else {
      let names = models.compactMap { $0["name"]?.string }
      throw problem(
        "the report has no model '\(name)'",
        names.isEmpty ? "a report of 'assay dtm'" : "one of: " + names.joined(separator: "; "))
    }
    let places = (model["runs"]?.array ?? []).compactMap(\.string)
    return places.map { $0.hasPrefix("/") ? $0 : folder + "/" + $0 }
  }

  /// The tasks of all; what else they do not have in common is a list.
  private static func identity(_ runs: [StoredRun]) -> JSON {
    var identity = runs.first?.identity.object ?? [:], tasks: [(key: String, value: JSON)] = []
    for key in identity.keys where key != "tasks" {
      let values = runs.map { $0.identity[key] ?? .null }
      if values.contains(where: { $0 != values[0] }) { identity[key] = .array(values) }
    }
    for run in runs { tasks += run.identity["tasks"]?.object?.members.map { ($0.key, $0.value) } ?? [] }
    identity["tasks"] = .object(JSONObject(tasks))
    return .object(identity)
  }

  private func problem(_ text: String, _ expected: String) -> Diagnostic {
    Diagnostic("\(folder)#\(name)", text, expected: expected, status: .notComparable)
  }
}
