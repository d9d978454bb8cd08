import Checkpoints
import Corpora
import Files

/// The folder of a selection: `selected.jsonl`, `control.jsonl`, `scores.jsonl`, at last `manifest.json`; and `prompts.jsonl`, from which an
/// interrupted selection goes on. One process at a time.
final class SelectionFolder {
  let path: String
  private let lock: DirectoryLock

  private static let results = ["selected.jsonl", "control.jsonl", "scores.jsonl"]
  private static let record = "manifest.json"

  /// Takes the place. Throws when it holds something else than a selection.
  init(_ configuration: SelectionConfiguration, startsOver: Bool) throws(Diagnostic) {
    let c = configuration, models = [c.complexityModel, c.qualityModel, c.model, c.embedding]
    let place = try OutputPlace(
      c.out, .folder, trees: ModelFolder.among(models), files: models + c.source.files + [c.scores])
    path = place.path
    let known = Self.results + [Self.record, PromptScores.name]
    try place.check(ignoring: known.contains, isOwn: { _ in false }) { stranger in
      Diagnostic(
        c.out, "holds \(stranger) and is no selection",
        expected: "a new folder, or that of an earlier selection; --fresh replaces only those")
    }
    try FileSystem.makeDirectory(path)
    lock = try DirectoryLock(path)
    if startsOver { for name in known.reversed() { try FileSystem.remove(path + "/" + name) } }
  }

  /// The manifest of the selection that is there, when it is the one that is asked for; nil where there is none.
  /// - Parameter changes: what is asked otherwise than there, for people.
  func manifest(identity: String, changes: (JSON) -> [String]) throws(Diagnostic) -> JSON? {
    let file = path + "/" + Self.record
    guard FileSystem.exists(file) else { return nil }
    let manifest = try JSON(file: file)
    guard manifest["identity"]?.string == identity else {
      throw Diagnostic(
        path, "holds another selection: \(changes(manifest).joined(separator: "; "))",
        expected: "another folder, or --fresh to replace it")
    }
    for name in Self.results where !FileSystem.exists(path + "/" + name) {
      throw Diagnostic(path + "/" + name, "is missing", expected: "what assay select wrote, or --fresh to replace it")
    }
    try FolderSeal.check(path, record: Self.record)
    return manifest
  }

  /// Writes the results and, when they are there, what says of what they are.
  func write(selected: String, control: String, scores: String, manifest: JSONObject) throws(Diagnostic) {
    for (name, text) in zip(Self.results, [selected, control, scores]) {
      try FileSystem.write(text, to: path + "/" + name)
    }
    var manifest = manifest
    manifest["files"] = try FolderSeal.digests(of: path, except: ["lock", Self.record, PromptScores.name])
    try FileSystem.write(FolderSeal.sealed(.object(manifest)), to: path + "/" + Self.record)
  }
}
